"""How lists of the call desk draw a record: how urgent, whose, until when, and how to get in touch safely."""

from __future__ import annotations

import datetime as dt

from intake.domain.response import Response
from intake.domain.rules import Tier
from intake.i18n import Translator
from intake.store.index_fields import card_texts, current_card, initials
from intake.store.lists import ListRow, NoteMatch
from intake.store.records import RecordHead
from intake.store.schema import RecordStatus
from intake.ui.common import session
from intake.ui.common.html import BAND, safe

_NUMBER = 6  # signs of an id: enough to tell the records of a list apart


def number(head: RecordHead) -> str:
    """What a record is called where no name may stand."""
    return head.id[:_NUMBER]


def row(one: ListRow, words: Translator, now: dt.datetime) -> str:
    """One record as HTML. What was typed is escaped."""
    content = session.content()
    card, message = current_card(content, one.card), content.call_desk.message
    told = list(card_texts(content, card))
    if message is not None and message.question not in card:
        told.append(words.ui("Messages: not asked, so leave none"))
    beside = "".join(f"<li>{safe(text)}</li>" for text in told)
    return (
        f'<div class="ns-row">{chip(one.head)}<p><strong>{name(one)}</strong> '
        f"<span>{safe(' · '.join(facts(one.head, words, now)))}</span></p>"
        f"<ul>{beside}</ul></div>"
    )


def noted(one: NoteMatch, words: Translator, zone: dt.tzinfo | None) -> str:
    """One note that was found."""
    at = words.date(one.line.at.astimezone(zone).date())
    said = safe(str(one.line.content.get("text", "")))
    head = safe(f"{at} · {one.line.by}")
    return f'<div class="ns-row"><p><strong>{name(ListRow(one.head, one.card))}</strong> {head}</p><p>{said}</p></div>'


def name(one: ListRow) -> str:
    """Initials, or the record's number where nobody gave a name."""
    content = session.content()
    return safe(current_card(content, one.card).get(content.call_desk.initials_of or "") or number(one.head))


def title(response: Response) -> str:
    """Initials of who called, as the heading of a record."""
    said = response.by_key.get(session.content().call_desk.initials_of or "")
    return initials(said.codes[0]) if said is not None and said.given else session.words().ui("No name given")


def chip(head: RecordHead) -> str:
    """How urgent, in words; the colour only repeats them."""
    level = list(Tier)[head.urgency].level
    return f'<p class="ns-chip ns-band-{BAND[level]}">{safe(session.content().band[level].heading)}</p>'


def facts(head: RecordHead, words: Translator, now: dt.datetime) -> tuple[str, ...]:
    """Until when, whose, what was not asked yet, how it ended."""
    ui, zone = words.ui, session.now().tzinfo
    told = [ui("{name} has it", name=head.owner) if head.owner else ui("No one has it yet")]
    if head.status is RecordStatus.CALLING:
        told.insert(0, ui("Begun {date}", date=moment(head.created_at, words, zone)))
    if head.status is RecordStatus.FOLLOW_UP and head.due_at is not None:
        due = moment(head.due_at, words, zone)
        told.insert(0, ui("Overdue since {date}", date=due) if head.due_at < now else ui("Due {date}", date=due))
    if head.status is RecordStatus.CLOSED and head.closed_at is not None:
        told.insert(0, ui("Closed {date}", date=moment(head.closed_at, words, zone)))
        told.append(session.content().call_desk.outcome.get(head.outcome or "", ""))
    if head.must_ask and head.status is not RecordStatus.CLOSED:
        told.append(words.count("{number} must be asked", "{number} must be asked", head.must_ask))
    if head.held:
        told.append(ui("Held"))
    return tuple(text for text in told if text)


def moment(at: dt.datetime, words: Translator, zone: dt.tzinfo | None) -> str:
    """A day and a time where the person is."""
    return words.ui("{date}, {time}", date=words.date(at.astimezone(zone).date()), time=clock(at, zone))


def clock(at: dt.datetime, zone: dt.tzinfo | None) -> str:
    """A time of day where the person is: 14:02."""
    return f"{at.astimezone(zone):%H:%M}"
