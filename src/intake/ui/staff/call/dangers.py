"""The dangers found in the answers, what was done about them, and answers that were ticked by mistake."""

from __future__ import annotations

from typing import NamedTuple

from intake.domain.assessing import assess
from intake.domain.case import join
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import lines_for
from intake.domain.questionnaire import Asked
from intake.domain.response import Absent, Answer, Response
from intake.domain.rules import Level, Tier
from intake.store import index_fields
from intake.ui.common import session
from intake.ui.staff.call import call_state, log

LOCATION = "where_they_are"
DECLINED = "declined"
LOGGED = "danger"  # the kind of log lines that say what was done
MISTAKE = "mistake"  # the kind of log lines about an answer ticked by mistake
_MISTAKEN = "danger_mistake"


class Sign(NamedTuple):
    """A picked option, or a typed answer with the code "", that the danger rests on."""

    asked: Asked
    code: str

    @property
    def text(self) -> str:
        """The question and the option, in words."""
        option = self.asked.item.by_code.get(self.code)
        return f"{self.asked.item.label}: {option.text}" if option is not None else self.asked.item.label

    @property
    def is_given(self) -> bool:
        """Whether the answer still has it."""
        return self.code in _codes(session.response(), self.asked.key)

    @property
    def found(self) -> frozenset[str]:
        """The dangers that rest on it alone, as `index_fields.dangers` names them."""
        return _current() - _found_in(_without(self))


def kinds() -> tuple[Tier, ...]:
    """The kinds of danger found, the most urgent first."""
    return tuple(tier for tier in session.assessment().tiers if tier.level is Level.RED)


def has_new() -> bool:
    """Whether there is a danger without a choice yet: of another kind, or with another immediate step."""
    return not _current() <= set(call_state.current().dangers_seen)


def mark_seen() -> None:
    """Mark the current dangers as seen: staff chose what to do about them."""
    _set_seen(_seen() | _current())


def lines(shown_for: tuple[Tier, ...]) -> tuple[Helpline, ...]:
    """The helplines with a number to call for these kinds of danger and for their steps; each number once."""
    desk = session.content().call_desk
    purposes = [purpose for kind in shown_for if kind in desk.danger for purpose in desk.danger[kind].lines]
    if kinds():
        brief = session.current_brief()
        named = {scope for step in (*brief.steps, *brief.also_today) for line in step.lines for scope in line.scope}
        purposes += [purpose for danger in desk.dangers for purpose in danger.lines if purpose in named]
    found = [
        line
        for purpose in dict.fromkeys(purposes)
        for line in lines_for(session.content(), session.response(), (purpose,), session.now().date(), most=1)
    ]
    by_number: dict[str, Helpline] = {}
    for line in found:
        if line.call:
            by_number.setdefault(line.call, line)
    return tuple(by_number.values())


def location() -> str:
    """The address where help should come; "" for none."""
    return call_state.field_value(LOCATION).strip()


def last_action() -> str:
    """The newest log line about a danger; "" for none."""
    return next((str(line.content["text"]) for line in log.lines() if line.kind == LOGGED), "")


def last_was_declined() -> bool:
    """Whether the newest log line about a danger says that help was declined."""
    choices = (line.content.get("choice") for line in log.lines() if line.kind == LOGGED)
    return next(choices, None) == DECLINED


def signs() -> tuple[Sign, ...]:
    """What may be a mistake of the person on the line: the picked options that a danger rests on, on the screens.

    If each danger rests on several, all safety answers behind it. What others told is theirs to correct.
    """
    by_key = {asked.key: asked for asked in session.applying()}
    found = [finding for finding in session.assessment().met if session.content().rule[finding.rule].tier in kinds()]
    keys = dict.fromkeys(key for finding in found for key in finding.evidence if key in by_key)
    grave = {key: _codes(session.case(), key) for key in keys}
    picked = [Sign(by_key[key], code) for key in keys for code in _codes(session.response(), key) if code in grave[key]]
    alone = tuple(sign for sign in picked if sign.found)
    return alone or tuple(sign for sign in picked if sign.asked.item.safety)


def set_mistaken(sign: Sign) -> None:
    """Note that an option was ticked by mistake. Its danger no longer opens the drawer; the answer stays as it is."""
    _set_seen(_seen() | sign.found)
    call_state.set_field(_MISTAKEN, f"{sign.asked.key} {sign.code}")


def mistake_is_corrected() -> bool:
    """Whether an option was said to be ticked by mistake and is no longer there."""
    sign = mistaken()
    return bool(call_state.field_value(_MISTAKEN)) and (sign is None or not sign.is_given)


def mistaken() -> Sign | None:
    """The option said to be ticked by mistake, until it is corrected or confirmed."""
    key, _, code = call_state.field_value(_MISTAKEN).partition(" ")
    return next((Sign(asked, code) for asked in session.applying() if asked.key == key), None)


def settle_mistake() -> None:
    """End the correction: the option is unticked, or it is right after all. From then on, its danger is new again."""
    sign = mistaken()
    call_state.set_field(_MISTAKEN, "")
    if sign is not None:
        _set_seen(_seen() & _current() - (sign.found if sign.is_given else frozenset()))


def _seen() -> frozenset[str]:
    return frozenset(call_state.current().dangers_seen)


def _set_seen(seen: frozenset[str]) -> None:
    call_state.update(dangers_seen=tuple(sorted(seen)))


def _current() -> frozenset[str]:
    return index_fields.dangers(session.content(), session.assessment())


def _found_in(response: Response) -> frozenset[str]:
    content = session.content()
    return index_fields.dangers(content, assess(content, response, session.now().date()))


def _codes(response: Response, key: str) -> tuple[str, ...]:
    answer = response.by_key.get(key)
    if answer is None or not answer.given:
        return ()
    return answer.codes if session.content().questionnaire.items[answer.link_id].options else ("",)


def _without(sign: Sign) -> Response:
    """What everybody told, without this option of the person on the line.

    With no option left, the question counts as not asked.
    """
    answers, person, others = session.response(), session.speaking(), session.others()
    answer = answers.by_key[sign.asked.key]
    left = tuple(code for code in answer.codes if code != sign.code) if sign.code else ()
    absent = None if left else Absent.NOT_ASKED
    corrected = answers.with_answer(
        Answer(link_id=answer.link_id, entry=answer.entry, value=left or None, absent=absent, as_of=answer.as_of)
    )
    if not others:
        return corrected
    informants = (person.model_copy(update={"response": corrected}), *others)
    return join(session.content().questionnaire, informants, speaking=person.id)
