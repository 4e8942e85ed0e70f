"""Fill an empty store with invented calls so that anyone can look around: `make demo`.

The situations are the acceptance cases of the content, under names that say they are examples. The same number gives
the same calls. Accounts are named after their roles; passwords are new each time.
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
from intake.store.index_fields import (
    FOLLOW_UP_REASON,
    FOLLOW_UP_SAFE,
    IndexFields,
    SafeToCall,
    dangers,
    index_fields_of,
    with_follow_up,
)
from intake.store.permissions import Actor, Role
from intake.store.record_body import RecordContent
from intake.store.records import RecordHead, Records
from intake.store.schema import RecordStatus

WEEKS = 8
_STAFF = ("intake", "intake2")
_NOTES = (
    "Example note: the caller spoke slowly and wanted someone to listen first.",
    "Example note: a door opened; the caller went to another room.",
    "Example note: their sister will call too.",
    "Example note: asked twice whether we will tell anyone.",
)
_FOLLOW_UP_TOKEN = "again"  # noqa: S105 - makes adding the line idempotent
_FOLLOW_UPS = (
    "Example: step one was done.",
    "Example: no answer; no message left.",
    "Example: wants time to think.",
)
_REASONS = (
    "Ask if the first step was done",
    "Give them the name of a program",
    "Ask how last night went",
    "They wanted time to talk with their family",
)


class DemoAccount(NamedTuple):
    """An account to sign in with. `secret` sets up an authenticator app; each of `codes` replaces it once."""

    name: str
    role: Role
    password: str
    secret: str
    codes: tuple[str, ...]


def create_accounts(database: Database) -> tuple[DemoAccount, ...]:
    """Create one administrator, and two accounts each for supervisors and intake staff."""
    staff = Accounts(database, lambda: dt.datetime.now(dt.UTC))
    administrator = Actor("administrator", Role.ADMINISTRATOR)
    created: list[DemoAccount] = []
    for name, role in (
        (administrator.name, Role.ADMINISTRATOR),
        ("supervisor", Role.SUPERVISOR),
        ("supervisor2", Role.SUPERVISOR),
        *((name, Role.INTAKE) for name in _STAFF),
    ):
        password = secrets.token_urlsafe(12)
        invitation = staff.invite(role, by=administrator if created else None)
        setup = staff.accept(invitation, name, password, f"Example {name}")
        created.append(DemoAccount(name, role, password, setup.secret, setup.recovery_codes))
    return tuple(created)


def fill_store(
    database: Database, content: Content, situations: Sequence[Response], number: int, until: dt.datetime
) -> None:
    """Create `number` records in the eight weeks before `until`, written in chronological order."""
    chance = random.Random(number)  # noqa: S311 - examples, not secrets
    clock = _FakeClock(until)
    starts = sorted(until - dt.timedelta(minutes=chance.randrange(WEEKS * 7 * 24 * 60)) for _ in range(number))
    waiting: list[tuple[dt.datetime, int, Iterator[dt.datetime]]] = []
    for index, start in enumerate(starts, start=1):
        response = _with_name(content, chance.choice(situations), index)
        reason, safe = chance.choice(_REASONS), chance.choice(list(SafeToCall))
        call = _Call(database, content, clock, chance, response, reason, safe)
        waiting.append((start, index, call.events(start)))
    while waiting:
        waiting.sort(key=lambda event: event[:2])
        at, index, rest = waiting.pop(0)
        clock.at = at
        following = next(rest, None)
        if following is not None and following < until:
            waiting.append((following, index, rest))


@dataclass
class _FakeClock:
    """A clock that shows the time it is set to."""

    at: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.at


@dataclass(frozen=True)
class _Call:
    """One family: a call and perhaps a follow-up."""

    database: Database
    content: Content
    now: Callable[[], dt.datetime]
    chance: random.Random
    response: Response
    reason: str
    safe: SafeToCall

    def events(self, start: dt.datetime) -> Iterator[dt.datetime]:
        """Do one step at a time; yields when the next one is due."""
        records = Records(self.database, Actor(self.chance.choice(_STAFF), Role.INTAKE), self.now)
        content = self._record_content()
        head = records.begin(content, **self._index_fields()).head
        yield (at := start + dt.timedelta(minutes=self.chance.randint(2, 25)))
        for token in range(self.chance.randint(0, 2)):
            records.add(head.id, "note", _line(self.chance.choice(_NOTES)), token=f"note{token}")
        yield (at := at + dt.timedelta(minutes=5))
        outcome = self._outcome(follow_up=False)
        closed = self.chance.random() < 1 / 3
        due = at.replace(hour=16, minute=0) + dt.timedelta(days=self.chance.randint(1, 6))
        head = records.save(
            head.id,
            1,
            content,
            **self._index_fields(),
            status=RecordStatus.CLOSED if closed else RecordStatus.FOLLOW_UP,
            finished_at=at,
            due_at=None if closed else due,
            closed_at=at if closed else None,
            outcome=outcome,
        )
        if closed:
            return
        yield due + dt.timedelta(hours=self.chance.randint(-6, 60))
        self._follow_up(records, head, content)

    def _follow_up(self, records: Records, head: RecordHead, content: RecordContent) -> None:
        at = self.now()
        records.add(head.id, "follow-up", _line(self.chance.choice(_FOLLOW_UPS)), token=_FOLLOW_UP_TOKEN)
        again = self.chance.random() < 1 / 4
        records.save(
            head.id,
            head.version,
            content,
            **self._index_fields(),
            status=RecordStatus.FOLLOW_UP if again else RecordStatus.CLOSED,
            followed_up_at=at,
            outcome=self._outcome(follow_up=True),
            due_at=at + dt.timedelta(days=7) if again else None,
            closed_at=None if again else at,
        )

    def _outcome(self, *, follow_up: bool) -> str:
        codes = [one.code for one in self.content.call_desk.outcomes if one.follow_up is follow_up]
        return self.chance.choice(codes or [one.code for one in self.content.call_desk.outcomes])

    def _record_content(self) -> RecordContent:
        seen = sorted(dangers(self.content, self._assessed()))
        return {"answers": document_of(self.response), "topic": "", "call": self._call(), "dangers_seen": seen}

    def _index_fields(self) -> IndexFields:
        applying = route(self.content.questionnaire, self.response)
        fields = index_fields_of(self.content, self.response, applying, self._assessed().tier)
        return with_follow_up(fields, self._call())

    def _call(self) -> dict[str, str]:
        return {FOLLOW_UP_REASON: self.reason, FOLLOW_UP_SAFE: self.safe}

    def _assessed(self) -> Assessment:
        return assess(self.content, self.response, self.now().date())


def _with_name(content: Content, response: Response, index: int) -> Response:
    """Add an example name and a telephone number reserved for fiction to a situation.

    Unanswered single-choice questions of the first minute get their first option.
    """
    desk, items = content.call_desk, content.questionnaire.items
    first_options = [
        (link_id, items[link_id].options[0].code)
        for link_id in desk.first_minute
        if items[link_id].type is ItemType.CHOICE and link_id not in response.by_key
    ]
    for link_id, value in (
        *first_options,
        (desk.initials_of, f"Example {index}"),
        (desk.call_back, f"555-01{index % 100:02}"),
    ):
        if link_id is not None:
            response = response.with_answer(Answer(link_id=link_id, value=value))
    return response


def _line(text: str) -> RecordContent:
    return {"text": text, "topic": "", "about": ""}
