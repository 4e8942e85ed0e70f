"""Records in the desk's lists: urgency, owner, due date, and how to contact the caller safely."""

from __future__ import annotations

import datetime as dt

from intake.domain.response import Response
from intake.domain.rules import Tier
from intake.i18n import Translator
from intake.store.index_fields import PART_2_MARK, card_texts, current_card, initials
from intake.store.lists import ListRow, NoteMatch
from intake.store.records import RecordHead
from intake.store.schema import RecordStatus
from intake.ui.common import session
from intake.ui.common.html import BAND, safe

_NUMBER_LENGTH = 6  # characters of an id: enough to tell the records of a list apart


def number(head: RecordHead) -> str:
    """The short number of a record, shown where names are not."""
    return number_of(head.id)


def number_of(record_id: str) -> str:
    """The short number of the record with this id."""
    return record_id[:_NUMBER_LENGTH]


def row(listed: ListRow, words: Translator, now: dt.datetime) -> str:
    """One record as HTML, with typed text escaped."""
    content = session.content()
    card, message = current_card(content, listed.card), content.call_desk.message
    contact = list(card_texts(content, card))
    if message is not None and message.question not in card:
        contact.append(words.ui("Messages: not asked. Do not leave one."))
    if PART_2_MARK in card:
        contact.append(words.ui("Part 2 record: do not share without the patient’s written consent."))
    items = "".join(f"<li>{safe(text)}</li>" for text in contact)
    return (
        f'<div class="ns-row">{chip(listed.head)}<p><strong>{display_name(listed)}</strong> '
        f"<span>{safe(' · '.join(facts(listed.head, words, now)))}</span></p>"
        f"<ul>{items}</ul></div>"
    )


def note_row(hit: NoteMatch, words: Translator, zone: dt.tzinfo | None) -> str:
    """One note that matches a search, as HTML."""
    date = words.date(hit.line.at.astimezone(zone).date())
    text = safe(str(hit.line.content.get("text", "")))
    stamp = safe(f"{date} · {hit.line.by}")
    name = display_name(ListRow(hit.head, hit.card))
    return f'<div class="ns-row"><p><strong>{name}</strong> {stamp}</p><p>{text}</p></div>'


def display_name(listed: ListRow) -> str:
    """The caller's initials as HTML, or the record's number if no name was given."""
    content = session.content()
    return safe(current_card(content, listed.card).get(content.call_desk.initials_of or "") or number(listed.head))


def title(response: Response) -> str:
    """The caller's initials, as the heading of a record."""
    name = response.by_key.get(session.content().call_desk.initials_of or "")
    return initials(name.codes[0]) if name is not None and name.given else session.words().ui("No name given")


def chip(head: RecordHead) -> str:
    """The highest urgency in words, and today's if it is another one; the color only repeats it."""
    band = session.content().band
    level, now = (list(Tier)[urgency].level for urgency in (head.peak_urgency, head.urgency))
    today = "" if now is level else session.words().ui(" (answers now: {heading})", heading=band[now].heading)
    return f'<p class="ns-chip ns-band-{BAND[level]}">{safe(band[level].heading + today)}</p>'


def facts(head: RecordHead, words: Translator, now: dt.datetime) -> tuple[str, ...]:
    """The status of a record in short texts: date, owner, outcome, safety questions left, hold."""
    ui, zone = words.ui, session.now().tzinfo
    texts = [ui("Assigned to {name}", name=head.owner) if head.owner else ui("Unassigned")]
    if head.status is RecordStatus.CALLING:
        texts.insert(0, ui("Started {date}", date=moment(head.created_at, words, zone)))
    if head.status is RecordStatus.FOLLOW_UP and head.due_at is not None:
        due = moment(head.due_at, words, zone)
        texts.insert(0, ui("Overdue since {date}", date=due) if head.due_at < now else ui("Due {date}", date=due))
    if head.status is RecordStatus.CLOSED and head.closed_at is not None:
        texts.insert(0, ui("Closed {date}", date=moment(head.closed_at, words, zone)))
        texts.append(session.content().call_desk.outcome.get(head.outcome or "", ""))
    if head.must_ask and head.status is not RecordStatus.CLOSED:
        texts.append(words.count("{number} safety question left", "{number} safety questions left", head.must_ask))
    if head.held:
        texts.append(ui("On hold"))
    return tuple(text for text in texts if text)


def moment(at: dt.datetime, words: Translator, zone: dt.tzinfo | None) -> str:
    """A date and time in a time zone."""
    return words.ui("{date}, {time}", date=words.date(at.astimezone(zone).date()), time=words.time(at.astimezone(zone)))
