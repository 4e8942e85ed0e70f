"""Records in the desk's lists: kind of danger, due date, reason, owner, and how to contact the caller safely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from intake.domain.response import Response
from intake.domain.rules import Tier
from intake.i18n import Translator
from intake.store.index_fields import (
    FIRST_STEP,
    PART_2_MARK,
    REASON,
    SAFE_TO_CALL,
    CardText,
    SafeToCall,
    card_texts,
    current_card,
    initials,
    to_call,
)
from intake.store.lists import NUMBER_LENGTH, ListRow, NoteMatch
from intake.store.record_body import Card
from intake.store.records import RecordHead
from intake.store.schema import RecordStatus
from intake.ui.common import session
from intake.ui.common.html import BAND, safe


def number(head: RecordHead) -> str:
    """The short number of a record, shown where names are not."""
    return number_of(head.id)


def number_of(record_id: str) -> str:
    """The short number of the record with this id."""
    return record_id[:NUMBER_LENGTH]


def row(listed: ListRow, words: Translator, now: dt.datetime) -> str:
    """One record as HTML, with typed text escaped: how urgent and when, who, why, and how to reach them safely.

    A guarded one shows neither the reason nor the number before it is opened.
    """
    content, head = session.content(), listed.head
    card = current_card(content, listed.card)
    texts = card_texts(content, card)
    about = next((text.text for text in texts if text.question == content.call_desk.about), "")
    name = card.get(content.call_desk.initials_of or "") or words.ui("No name given")
    state = " · ".join(_state(head, words))
    why = "" if listed.guarded else reason(head, card, words)
    number = "" if listed.guarded else card.get(content.call_desk.call_back or "") or words.ui("No number given")
    return (
        f'<div class="ns-row"><div>{chip(head)}{_line(due(head, words, now, listed.call_began_at))}</div>'
        f"<div><p><strong>{safe(name)}</strong></p>{_line(about)}</div>"
        f'<div class="ns-reason">{_line(why)}{_line(state)}</div>'
        f"<div>{_contact(number, card, texts, words)}</div></div>"
    )


def _line(text: str) -> str:
    return f"<p>{safe(text)}</p>" if text else ""


def reason(head: RecordHead, card: Card, words: Translator) -> str:
    """Why there is a follow-up: what staff entered, or the first step the caller promised. If closed, its outcome."""
    if REASON in card and head.status is not RecordStatus.CLOSED:
        return card[REASON]
    if FIRST_STEP in card and head.status is not RecordStatus.CLOSED:
        return words.ui("First step: {step}", step=card[FIRST_STEP])
    return session.content().call_desk.outcome.get(head.outcome or "", "")


def call_warning(safe_to_call: str, words: Translator) -> str:
    """What staff must know before they call, from what was noted at the last contact; "" for nothing."""
    if safe_to_call == SafeToCall.NO:
        return words.ui("Do not call this number.")
    return words.ui("Ask first if they can talk.") if safe_to_call == SafeToCall.ASK else ""


def _contact(number: str, card: Card, texts: Iterable[CardText], words: Translator) -> str:
    """The number, if it is to be shown, with its rules; what forbids a call or a message comes first."""
    ui, desk = words.ui, session.content().call_desk
    forbids = desk.do_not_call
    refused = forbids is not None and forbids.code_set.intersection(card.get(forbids.question, "").split(","))
    noted = call_warning(SafeToCall.NO if refused else card.get(SAFE_TO_CALL, ""), words)
    warnings = [noted] if noted else []
    if desk.message is not None and desk.message.question not in card:
        warnings.append(ui("No messages (not asked)."))
    if PART_2_MARK in card:
        warnings.append(ui("Part 2 record: do not share without the patient’s written consent."))
    rules = [f"{text.label}: {text.text}" if text.label else text.text for text in texts if text.question != desk.about]
    warned = f' <strong class="ns-warn">{safe(" ".join(warnings))}</strong>' if warnings else ""
    return f'<p><span class="ns-phone">{safe(number)}</span>{warned}</p>{_line(" · ".join(rules))}'


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


def who(listed: ListRow) -> str:
    """The caller's initials and whom they called about, as HTML."""
    content = session.content()
    texts = card_texts(content, current_card(content, listed.card))
    about = next((text.text for text in texts if text.question == content.call_desk.about), "")
    return " · ".join(filter(None, (display_name(listed), safe(about))))


def title(response: Response) -> str:
    """The initials of the person to call, as the heading of a record and in lists."""
    name = to_call(session.content(), response).by_key.get(session.content().call_desk.initials_of or "")
    return initials(name.codes[0]) if name is not None and name.given else session.words().ui("No name given")


def kind(urgency: int) -> str:
    """A kind of danger in words, by its urgency."""
    content, tier = session.content(), list(Tier)[urgency]
    return content.call_desk.kind.get(tier) or content.band[tier.level].heading


def chip(head: RecordHead) -> str:
    """The gravest kind of danger in words, and today's if it is another one; the color only repeats it."""
    level = list(Tier)[head.peak_urgency].level
    ui, changed = session.words().ui, head.urgency != head.peak_urgency
    today = ui("(answers now: {kind})", kind=kind(head.urgency)) if changed else ""
    now = f" <span>{safe(today)}</span>" if today else ""
    return f'<p class="ns-chip ns-band-{BAND[level]}">{safe(kind(head.peak_urgency))}{now}</p>'


def due(head: RecordHead, words: Translator, now: dt.datetime, call_began_at: dt.datetime | None = None) -> str:
    """When the record is due or how many days overdue; when it was closed; since when its call has been going on."""
    ui, today = words.ui, now.date()
    if head.status is RecordStatus.CALLING:
        began = (call_began_at or head.created_at).astimezone(now.tzinfo)
        if began.date() == today:
            return ui("On a call since {time}", time=words.time(began))
        return ui("Call not finished, {date}", date=words.date(began.date()))
    if head.status is RecordStatus.CLOSED:
        day = head.closed_at.astimezone(now.tzinfo).date() if head.closed_at else None
        return ui("Closed {date}", date=words.date(day)) if day else ""
    return _follow_up_due(head.due_at.astimezone(now.tzinfo), words, now) if head.due_at else ""


def _follow_up_due(at: dt.datetime, words: Translator, now: dt.datetime) -> str:
    ui, days, time = words.ui, (at.date() - now.date()).days, words.time(at)
    if days < 0:
        return words.count("{number} day overdue", "{number} days overdue", -days)
    if days > 1:
        return ui("Due in {number} days", number=days)
    if days == 1:
        return ui("Due tomorrow, {time}", time=time)
    return ui("Overdue since {time} today", time=time) if at < now else ui("Due today, {time}", time=time)


def facts(
    head: RecordHead, words: Translator, now: dt.datetime, call_began_at: dt.datetime | None = None
) -> tuple[str, ...]:
    """The status of a record in short texts: date, outcome, owner, safety questions left, hold."""
    outcome = session.content().call_desk.outcome.get(head.outcome or "", "")
    when = due(head, words, now, call_began_at)
    if head.status is RecordStatus.FOLLOW_UP and head.due_at is not None:
        when = f"{when} ({moment(head.due_at, words, now.tzinfo)})"
    texts = (when, outcome if head.status is RecordStatus.CLOSED else "", *_state(head, words))
    return tuple(text for text in texts if text)


def _state(head: RecordHead, words: Translator) -> tuple[str, ...]:
    ui = words.ui
    texts = [ui("Assigned to {name}", name=head.owner) if head.owner else ui("Unassigned")]
    if head.must_ask and head.status is not RecordStatus.CLOSED:
        texts.append(words.count("{number} safety question left", "{number} safety questions left", head.must_ask))
    if head.held:
        texts.append(ui("On hold"))
    return tuple(texts)


def moment(at: dt.datetime, words: Translator, zone: dt.tzinfo | None) -> str:
    """A date and time in a time zone."""
    return words.ui("{date}, {time}", date=words.date(at.astimezone(zone).date()), time=words.time(at.astimezone(zone)))
