"""How the person knows an answer, and what time it is about: asked only of people who want to add this."""

from __future__ import annotations

from typing import Any

import streamlit as st

from intake.domain.questionnaire import Asked
from intake.domain.response import Answer, Basis
from intake.ui.common import html, session
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late

_OPEN = "basis_open"
YEARS = 60  # how far back the list of years goes


def offer(questions: tuple[Asked, ...]) -> None:
    """Fields for the answers on this page that have a value, behind a button until the person asks for them."""
    answered = [asked for asked in questions if _answer(asked) is not None]
    if not answered:
        return
    ui = session.words().ui
    page = questions[0].key
    has_any = any((answer := _answer(asked)) is not None and (answer.basis or answer.as_of) for asked in answered)
    if not has_any and st.session_state.get(_OPEN) != page:
        if st.button(ui("Add how you know this, and when it was"), key=f"basis_{page}", type="tertiary"):
            st.session_state[_OPEN] = page
            st.rerun()
        return
    html.section(ui("How you know this"))
    html.hint(
        ui("You can leave this blank. It helps a professional to know what you saw and what you heard from others.")
    )
    for asked in answered:
        _fields(asked, named=len(answered) > 1)


def _answer(asked: Asked) -> Answer | None:
    answer = session.response().by_key.get(asked.key)
    return answer if answer is not None and answer.value is not None else None


def _fields(asked: Asked, *, named: bool) -> None:
    answer, ui = _answer(asked), session.words().ui
    assert answer is not None, "the fields are for answers with a value"
    if named:
        html.question(asked.item.label)
    labels = {Basis.SAW: ui("I saw it myself"), Basis.TOLD: ui("Someone told me"), Basis.GUESS: ui("It is a guess")}
    key = _key(asked, "basis")
    picked = st.radio(
        ui("How do you know?"),
        list(Basis),
        index=list(Basis).index(answer.basis) if answer.basis else None,
        format_func=labels.__getitem__,
        key=key,
        on_change=_record,
        args=(asked, "basis", key),
    )
    rerun_if_late(key, picked, answer.basis, lambda: _record(asked, "basis", key))
    year, _, month = (answer.as_of or "").partition("-")
    this_year = session.now().year
    _pick(asked, "year", ui("What year was it?"), [str(past) for past in range(this_year, this_year - YEARS, -1)], year)
    if year:
        months = {f"{number:02d}": session.words().month(number) for number in range(1, 13)}
        _pick(asked, "month", ui("What month, if you know?"), list(months), month[:2], months)


def _pick(
    asked: Asked, field: str, label: str, choices: list[str], chosen: str, labels: dict[str, str] | None = None
) -> None:
    key = _key(asked, field)
    index = choices.index(chosen) if chosen in choices else None
    picked = st.selectbox(
        label,
        choices,
        index=index,
        format_func=lambda choice: labels[choice] if labels else choice,
        placeholder=session.words().ui("Choose one, or leave it blank"),
        key=key,
        on_change=_record,
        args=(asked, field, key),
    )
    rerun_if_late(key, picked, None if index is None else chosen, lambda: _record(asked, field, key))


def _key(asked: Asked, field: str) -> str:
    return session.field_key("b", asked.key, field)


@retry_until_done
def _record(asked: Asked, field: str, key: str) -> None:
    """Record what was picked with the answer. A month without a year is dropped."""
    answer, picked = _answer(asked), st.session_state[key]
    if answer is None:
        return
    year, _, month = (answer.as_of or "").partition("-")
    changes: dict[str, Any] = {"basis": picked}
    if field == "year":
        changes = {"as_of": f"{picked}-{month[:2]}" if picked and month else picked}
    elif field == "month":
        changes = {"as_of": f"{year}-{picked}" if picked else year}
    session.record(answer.model_copy(update=changes))
