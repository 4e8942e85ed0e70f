"""The panel that stays in sight during a call: urgency, callback number, danger, speaker, interpreter."""

from __future__ import annotations

import streamlit as st

from intake.brief.model import Brief
from intake.brief.rows import in_words
from intake.domain.response import Absent
from intake.ui.common import html, session
from intake.ui.staff.call import (
    ask_supervisor,
    call_fields,
    call_state,
    dangers,
    interpreter,
    keyboard,
    known_case,
    log,
    open_record,
    part_2,
)

_ADDING = "adding_person"
_PERSON, _RELATION = "person_to_add", "person_relation"
SPEAKER = "speaker"
HELP = "help"
WAITING = "waits"


def panel() -> None:
    """The urgency, how to reach the caller, help, and who is on the line."""
    _urgency()
    known_case.card()
    _facts()
    with st.container(key="desk_refused"):
        _declined()
    with st.container(key="desk_help_asked"):
        _help()
    with st.container(key="desk_supervisor"):
        ask_supervisor.panel()
    with st.container(key="desk_speaker"):
        _speaker()


def sources() -> None:
    """Whether some of it comes from a Part 2 program, and whether an interpreter is on the line."""
    with st.container(key="desk_source"):
        part_2.source(in_call=True)
    interpreter.switch()


def answer_text(link_id: str) -> str:
    """The answer to a question in words, including why there is none; "" if it was not asked."""
    ui, answer = session.words().ui, session.response().by_key.get(link_id)
    if answer is None or answer.absent is Absent.NOT_ASKED:
        return ""
    item = session.content().questionnaire.items[link_id]
    if answer.unnamed:
        return in_words(item, answer)
    if answer.absent is not None:
        return ui("Not known") if answer.absent is Absent.UNKNOWN else ui("Rather not say")
    return "; ".join(item.by_code[code].text if item.options else code for code in answer.codes)


def callback_number() -> str:
    """The safe number to call back; "" for none."""
    return _value(session.content().call_desk.call_back)


def name_to_use() -> str:
    """The name to ask for: the safe one, or the caller's; "" for none."""
    return next(filter(None, map(_value, session.content().call_desk.names_to_use)), "")


def message_answer() -> str:
    """The caller's answer about leaving a message, in words; "" if it was not asked."""
    allowed = session.content().call_desk.message
    return answer_text(allowed.question) if allowed is not None else ""


def _value(link_id: str | None) -> str:
    """The value given to a question, in words; "" if there is no value or no question."""
    answer = session.response().by_key.get(link_id or "")
    return answer_text(answer.link_id) if answer is not None and answer.given else ""


def _urgency() -> None:
    """The urgency and the first step."""
    if not urgency_is_known():
        ui = session.words().ui
        html.show(
            f'<div class="ns-card ns-urgency"><h2>{html.safe(ui("Urgency: not known yet"))}</h2>'
            f"<p>{html.safe(ui('Ask about danger first.'))}</p></div>"
        )
        return
    brief = session.current_brief()
    html.show(
        f'<div class="ns-card ns-urgency ns-band-{html.BAND[brief.level]}">'
        f"<h2>{html.safe(brief.heading)}</h2>{html.so_far(brief)}<p>{html.safe(brief.steps[0].text)}</p>"
        f"{_also_today(brief)}{_peak()}</div>"
    )


def urgency_line() -> str:
    """The urgency and the first step as HTML, for a screen too narrow for the panel beside the questions."""
    if not urgency_is_known():
        return f'<p class="ns-chip">{html.safe(session.words().ui("Urgency: not known yet"))}</p>'
    brief = session.current_brief()
    return (
        f'<p class="ns-chip ns-band-{html.BAND[brief.level]}">{html.safe(brief.heading)}</p>'
        f'<p class="ns-first-step">{html.safe(brief.steps[0].text)}</p>'
    )


def _peak() -> str:
    """The highest urgency that the case had, if it was above today's: a corrected answer does not take it away."""
    heading = open_record.peak_heading()
    text = session.words().ui("Earlier in this case: {heading}.", heading=heading)
    return f"<p><strong>{html.safe(text)}</strong></p>" if heading else ""


def _also_today(brief: Brief) -> str:
    """What else is urgent, in short."""
    also = session.words().ui("Also today: {what}", what="; ".join(step.text for step in brief.also_today))
    return f"<p>{html.safe(also)}</p>" if brief.also_today else ""


def urgency_is_known() -> bool:
    """Whether any question that the rules use was asked."""
    content, answers = session.content(), session.case().answers
    return any(answer.link_id in content.read_by_rules and answer.absent is not Absent.NOT_ASKED for answer in answers)


def _facts() -> None:
    """Callback number, whether messages are safe, danger and its location, and the last action taken."""
    ui = session.words().ui
    facts = {
        ui("Callback"): callback_number() or ui("Not known"),
        ui("Messages"): message_answer() or ui("Not asked"),
        ui("Danger"): _danger(),
        ui("Location"): dangers.location(),
    }
    rows = "".join(f"<dt>{html.safe(name)}</dt><dd>{html.safe(text)}</dd>" for name, text in facts.items() if text)
    action = dangers.last_action()
    last = f'<p class="ns-note">{html.safe(ui("Last action: {line}", line=action))}</p>' if action else ""
    html.show(f'<dl class="ns-facts">{rows}</dl>{last}')


def _danger() -> str:
    ui = session.words().ui
    if dangers.kinds():
        return ui("Yes")
    answer = session.case().by_key.get(session.content().questionnaire.gate.link_id)
    if answer is None or answer.absent is Absent.NOT_ASKED:
        return ui("Not asked")
    return ui("Not known") if answer.absent else ui("None reported")


def _declined() -> None:
    """What to say and do after help was declined, until another action is logged."""
    script = session.content().call_desk.refused
    if script is None or not dangers.last_was_declined():
        return
    ui = session.words().ui
    html.show(
        f'<div class="ns-card ns-refused"><h2>{html.safe(ui("They declined help"))}</h2>'
        f'<p class="ns-say">{interpreter.script(script.say)}</p>'
        f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=script.listen))}</p></div>'
    )


def _help() -> None:
    """After help was called: whether it arrived. The answer is added to the log."""
    if call_state.field_value(HELP) != WAITING:
        return
    ui = session.words().ui
    html.show(f"<p><strong>{html.safe(ui('Has help arrived?'))}</strong></p>")
    with st.container(horizontal=True, key="desk_help"):
        for label, line in (
            (ui("Arrived"), ui("Help arrived")),
            (ui("Did not arrive"), ui("Help did not arrive")),
        ):
            if st.button(label, key=f"help_{line}") and log.add(dangers.LOGGED, line):
                call_state.set_field(HELP, "")
                st.rerun()


def _speaker() -> None:
    """Who is on the line. What was answered before a change of speaker stays with who told it."""
    ui, on_line = session.words().ui, session.speaking().id
    _use_name_given()
    people = _people()
    if call_state.field_value(SPEAKER) not in people:
        call_state.set_field(SPEAKER, on_line)
    chosen = call_fields.select(SPEAKER, ui("On the line ({keys})", keys=keyboard.KEYS["speaker"]), people)
    if chosen != on_line and log.add("speaker", ui("On the line now: {who}", who=people[chosen])):
        open_record.put_on_line(chosen)
        st.rerun()
    adding = call_state.field_value(_ADDING)
    with st.container(horizontal=True, key="desk_people"):
        with st.container(key="next_speaker", width="content"):
            if len(people) > 1:
                st.button(ui("Next speaker"), key="switch_speaker", type="tertiary", on_click=_next_speaker)
        if not adding and st.button(ui("Add a person"), key="other_person", type="tertiary"):
            call_state.set_field(_ADDING, "yes")
            keyboard.focus_on(_PERSON)
            st.rerun()
    if adding:
        with st.container(key=_PERSON):
            call_fields.text_line(_PERSON, ui("Their name or initials"))
        _relation()
        st.button(ui("Add to call"), key="add_person", on_click=_add_person, width="stretch")


def _relation() -> str:
    """The field for who a person is to the one it is about. Returns a code, "" for not known."""
    layout, ui = session.content().layout.informant, session.words().ui
    if layout is None:
        return ""
    codes = {"": ui("Not known yet"), **{word.code: word.text for word in layout.words}}
    return call_fields.select(_RELATION, ui("Who they are to the person this is about"), codes)


def _use_name_given() -> None:
    """Call the person on the line what they said their name is; it may have been noted otherwise before."""
    layout, person = session.content().layout.informant, session.speaking()
    answer = person.response.by_key.get(layout.name) if layout is not None else None
    if person.name and answer is not None and answer.given and answer.codes[0] != person.name:
        open_record.change_informant(person.id, name=answer.codes[0])


def _people() -> dict[str, str]:
    """The people on the case by id, as the list of speakers names them."""
    return {one.id: open_record.informant_label(one) for one in open_record.informants()}


def speaker_button() -> str:
    """The key of the button for a change of speaker: to the next person on the call, or to someone new."""
    return "switch_speaker" if session.others() else "other_person"


def _next_speaker() -> None:
    """Make the next person on the case the speaker; after the last one, the first."""
    people = _people()
    ids = list(people)
    call_fields.choose(SPEAKER, ids[(ids.index(session.speaking().id) + 1) % len(ids)], people)


def _add_person() -> None:
    """Add a person to the call and make them the speaker."""
    name = " ".join(st.session_state.get(session.field_key("about", _PERSON), "").split())
    relation = call_state.field_value(_RELATION)
    if not name and not relation:
        return
    known = {open_record.informant_label(one): one.id for one in open_record.informants()}
    informant = known.get(name) or open_record.add_informant(name, relation)
    call_fields.fill(_PERSON, "")
    call_state.set_field(_RELATION, "")
    call_state.set_field(_ADDING, "")
    call_state.set_field(SPEAKER, informant)
