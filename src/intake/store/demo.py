"""Fills an empty store with made-up calls, so that anyone can look around: `make demo`.

The situations are the acceptance cases of the content, under names that say that they are examples. The same number
gives the same calls. Whoever signs in is named by their role; the passwords are new each time.
"""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from intake.domain.answers_json import document_of
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.content import Content
from intake.domain.questionnaire import ItemType
from intake.domain.response import Answer, Response
from intake.domain.routing import route
from intake.store.accounts import Accounts
from intake.store.database import Database
from intake.store.index_fields import Filed, dangers, filed
from intake.store.permissions import Actor, Role
from intake.store.record_body import RecordContent as Told
from intake.store.records import Head, Records
from intake.store.schema import RecordStatus

WEEKS = 8
_STAFF = ("intake", "intake2")
_NOTES = (
    "Example note: the caller spoke slowly and wanted to be heard first.",
    "Example note: a door was heard; the caller went into another room.",
    "Example note: the sister will call too.",
    "Example note: asked twice whether anyone will be told.",
)
_AGAIN_ONCE = "again"
_AGAIN = ("Example: step one was done.", "Example: nobody answered; no message left.", "Example: wants to think.")


class DemoAccount(NamedTuple):
    """Who can sign in: `codes` stand in for the authenticator app, each once; `letters` set the app up."""

    name: str
    role: Role
    password: str
    letters: str
    codes: tuple[str, ...]


def accounts(database: Database) -> tuple[DemoAccount, ...]:
    """One account for each role, and a second one that takes calls."""
    made = Accounts(database, lambda: dt.datetime.now(dt.UTC))
    administrator = Actor("administrator", Role.ADMINISTRATOR)
    found: list[DemoAccount] = []
    for name, role in (
        (administrator.name, Role.ADMINISTRATOR),
        ("supervisor", Role.SUPERVISOR),
        ("supervisor2", Role.SUPERVISOR),
        *((name, Role.INTAKE) for name in _STAFF),
    ):
        password = secrets.token_urlsafe(12)
        invitation = made.invite(role, by=administrator if found else None)
        begun = made.accept(invitation, name, password, f"Example {name}")
        found.append(DemoAccount(name, role, password, begun.letters, begun.recovery))
    return tuple(found)


def fill(database: Database, content: Content, situations: Sequence[Response], number: int, until: dt.datetime) -> None:
    """Makes that many records in the eight weeks before a moment, in the order in which things happened."""
    chance = random.Random(number)  # noqa: S311 - examples, not secrets
    moment = _Moment(until)
    begins = sorted(until - dt.timedelta(minutes=chance.randrange(WEEKS * 7 * 24 * 60)) for _ in range(number))
    waiting: list[tuple[dt.datetime, int, Iterator[dt.datetime]]] = []
    for place, begun in enumerate(begins, start=1):
        call = _Call(database, content, moment, chance, _with_name(content, chance.choice(situations), place))
        waiting.append((begun, place, call.happens(begun)))
    while waiting:
        waiting.sort(key=lambda one: one[:2])
        at, place, rest = waiting.pop(0)
        moment.at = at
        again = next(rest, None)
        if again is not None and again < until:
            waiting.append((again, place, rest))


@dataclass
class _Moment:
    """The time of what happens."""

    at: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.at


@dataclass(frozen=True)
class _Call:
    """One family: a call, perhaps a follow-up, perhaps an end."""

    database: Database
    content: Content
    now: Callable[[], dt.datetime]
    chance: random.Random
    response: Response

    def happens(self, begun: dt.datetime) -> Iterator[dt.datetime]:
        """Does one thing each time it is asked, and says when the next one happens."""
        records = Records(self.database, Actor(self.chance.choice(_STAFF), Role.INTAKE), self.now)
        told = self._told()
        head = records.begin(told, **self._beside()).head
        yield (at := begun + dt.timedelta(minutes=self.chance.randint(2, 25)))
        for token in range(self.chance.randint(0, 2)):
            records.add(head.id, "note", _line(self.chance.choice(_NOTES)), token=f"note{token}")
        yield (at := at + dt.timedelta(minutes=5))
        outcome = self.chance.choice(self.content.call_desk.outcomes).code
        closed = self.chance.random() < 1 / 3
        due = at.replace(hour=16, minute=0) + dt.timedelta(days=self.chance.randint(1, 6))
        head = records.save(
            head.id,
            1,
            told,
            **self._beside(),
            status=RecordStatus.CLOSED if closed else RecordStatus.FOLLOW_UP,
            finished_at=at,
            due_at=None if closed else due,
            closed_at=at if closed else None,
            outcome=outcome,
        )
        if closed:
            return
        yield due + dt.timedelta(hours=self.chance.randint(-6, 60))
        self._follow_up(records, head, told)

    def _follow_up(self, records: Records, head: Head, told: Told) -> None:
        at = self.now()
        records.add(head.id, "follow-up", _line(self.chance.choice(_AGAIN)), token=_AGAIN_ONCE)
        again = self.chance.random() < 1 / 4
        records.save(
            head.id,
            head.version,
            told,
            **self._beside(),
            status=RecordStatus.FOLLOW_UP if again else RecordStatus.CLOSED,
            followed_up_at=at,
            due_at=at + dt.timedelta(days=7) if again else None,
            closed_at=None if again else at,
        )

    def _told(self) -> Told:
        seen = sorted(dangers(self.content, self._assessed()))
        return {"answers": document_of(self.response), "topic": "", "call": {}, "dangers_seen": seen}

    def _beside(self) -> Filed:
        applying = route(self.content.questionnaire, self.response)
        return filed(self.content, self.response, applying, self._assessed().tier)

    def _assessed(self) -> Assessment:
        return assess(self.content, self.response, self.now().date())


def _with_name(content: Content, response: Response, place: int) -> Response:
    """The situation as told by a caller who is an example by name, with a number that rings nowhere.

    What the first minute asks with one answer to pick, and the situation leaves open, gets its first option.
    """
    desk, items = content.call_desk, content.questionnaire.items
    picked = [
        (link_id, items[link_id].options[0].code)
        for link_id in desk.first_minute
        if items[link_id].type is ItemType.CHOICE and link_id not in response.by_key
    ]
    for link_id, value in (
        *picked,
        (desk.initials_of, f"Example {place}"),
        (desk.call_back, f"555-01{place % 100:02}"),
    ):
        if link_id is not None:
            response = response.with_answer(Answer(link_id=link_id, value=value))
    return response


def _line(text: str) -> Told:
    return {"text": text, "topic": "", "about": ""}
