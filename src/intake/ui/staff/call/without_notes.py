"""A caller who does not want notes: what is saved all the same, because lives may depend on it.

The other answers stay on the screen, so that the urgency and the next steps fit the call, and are gone with it.
"""

from __future__ import annotations

from intake.domain import consent
from intake.domain.case import Informant
from intake.domain.response import Response
from intake.domain.rules import Level
from intake.store.records import WITHOUT_NOTES
from intake.ui.common import html, session
from intake.ui.staff.call import call_state
from intake.ui.staff.call.call_state import CallState

# Call fields that stay: about danger, how the call ended, and when to call again.
_FIELDS = frozenset(
    {
        *(consent.NOTES, consent.NOTES_REFUSED_BY, call_state.NOT_THIS_CASE),
        *(call_state.SAFE_TO_TALK, "where_they_are", "help", "drawer", "drawers", "token"),
        *("outcome", "follow_up_on", "follow_up_at", "follow_up_how", "follow_up_safe"),
        *("followed_reached", "followed_safe", "followed_again", "followed_again_at", "followed_closed"),
    }
)
_DANGER = "danger_"  # begins the fields of the danger drawer


def chosen() -> bool:
    """Whether the caller does not want notes."""
    return consent.notes_refused(call_state.current().call)


def keeps_line(kind: str) -> bool:
    """Whether a log line of this kind is written."""
    return not chosen() or kind in WITHOUT_NOTES


def kept_answers() -> Response:
    """The answers to save: all, or those about safety, behind a danger, or needed to call back safely."""
    response = session.response()
    if not chosen():
        return response
    content, desk = session.content(), session.content().call_desk
    kept = {*content.questionnaire.safety, *desk.kept_without_notes}
    for met in session.assessment().met:
        tier = content.rule[met.rule].tier
        kept.update(met.evidence if tier is not None and tier.level is Level.RED else ())
    return response.without(
        *(answer.key for answer in response.answers if answer.key not in kept and answer.link_id not in kept)
    )


def kept_informant() -> Informant:
    """The person on the line with the answers to save; their name is a note."""
    person = session.speaking()
    changes = {"response": kept_answers(), **({"name": ""} if chosen() else {})}
    return person.model_copy(update=changes)


def kept_state() -> CallState:
    """The state of the call to save."""
    state = call_state.current()
    if not chosen():
        return state
    fields = {name: value for name, value in state.call.items() if name in _FIELDS or name.startswith(_DANGER)}
    return CallState(topic=state.topic, call=fields, dangers_seen=state.dangers_seen)


def mark() -> None:
    """That only safety facts are saved; nothing if notes are welcome."""
    if chosen():
        text = session.words().ui("No notes: the caller does not want them. Only safety facts are saved.")
        html.show(f'<p class="ns-alert"><strong>{html.safe(text)}</strong></p>')


def explanation() -> None:
    """What is saved and what is not; nothing if notes are welcome."""
    if not chosen():
        return
    text = session.words().ui(
        "Saved: answers about safety, the facts behind a danger, what was done about it, the number to call back, and "
        "how to use it safely. Everything else, including what was typed before, stays on this screen and is not saved."
    )
    html.show(f'<p class="ns-alert" role="status">{html.safe(text)}</p>')
