"""Draws one question and hands every change to the record. Nothing is picked beforehand, nothing has to be picked."""

from __future__ import annotations

import streamlit as st

from intake.answers import LONGEST_TEXT
from intake.model import Absent, Answer, Item, ItemType
from intake.ui import session

UNKNOWN = "?"
DECLINED = "-"
_ABSENT = {UNKNOWN: Absent.UNKNOWN, DECLINED: Absent.DECLINED}
LONG_LIST = 12
LONGEST_LINE = 120
LONGEST_ON_SCREEN = 4000
assert LONGEST_ON_SCREEN <= LONGEST_TEXT


def ask(item: Item) -> None:
    """The answers to choose from (or a field), each a whole row to press."""
    match item.type:
        case ItemType.CHOICE:
            _choice(item)
        case ItemType.CHOICES:
            _choices(item)
        case ItemType.TEXT:
            _text(item)
        case ItemType.LINE:
            line(item)
            _or_no_answer(item, _key(item))


def line(item: Item) -> None:
    """A field for one line, named by its question."""
    key = _key(item)
    st.text_input(
        item.text,
        value=_typed(item),
        key=key,
        max_chars=LONGEST_LINE,
        autocomplete="off",
        on_change=_record_text,
        args=(item, key),
    )


def _key(item: Item, code: str = "") -> str:
    """A widget's key names the language too: Streamlit loses what is picked when its words change under one key."""
    return f"w_{item.link_id}_{session.language()}_{code}"


def _labels(item: Item) -> dict[str, str]:
    """Codes and texts of everything that can be picked, the two ways of having no answer last."""
    ui = session.words().ui
    texts = {option.code: option.text for option in item.options}
    return {**texts, UNKNOWN: ui("I do not know"), DECLINED: ui("I would rather not say")}


def _picked(item: Item) -> tuple[str, ...]:
    """What is picked now, as codes; the reasons for no answer count as codes here."""
    answer = session.response().by_key.get(item.link_id)
    if answer is None:
        return ()
    if item.type in (ItemType.TEXT, ItemType.LINE):
        return tuple(code for code, absent in _ABSENT.items() if absent is answer.absent)
    return answer.codes or tuple(code for code, absent in _ABSENT.items() if absent is answer.absent)


def _typed(item: Item) -> str:
    answer = session.response().by_key.get(item.link_id)
    return str(answer.value) if answer is not None and answer.value is not None else ""


def _record(item: Item, codes: tuple[str, ...]) -> None:
    if not codes:
        session.record(Answer(link_id=item.link_id, absent=Absent.NOT_ASKED))
    elif codes[0] in _ABSENT:
        session.record(Answer(link_id=item.link_id, absent=_ABSENT[codes[0]]))
    else:
        session.record(Answer(link_id=item.link_id, value=codes if item.type is ItemType.CHOICES else codes[0]))


def _choice(item: Item) -> None:
    labels = _labels(item)
    codes = list(labels)
    if len(item.options) > LONG_LIST:
        # In a long list the ways of having no answer would be out of sight at the end.
        codes = [*codes[-len(_ABSENT) :], *codes[: -len(_ABSENT)]]
    picked = _picked(item)
    index = codes.index(picked[0]) if picked else None
    key = _key(item)
    if len(item.options) > LONG_LIST:
        st.selectbox(
            item.text,
            codes,
            index=index,
            format_func=labels.__getitem__,
            key=key,
            placeholder=session.words().ui("Choose one, or type its first letters"),
            label_visibility="collapsed",
            on_change=_record_choice,
            args=(item, key),
        )
        return
    st.radio(
        item.text,
        codes,
        index=index,
        format_func=labels.__getitem__,
        key=key,
        label_visibility="collapsed",
        on_change=_record_choice,
        args=(item, key),
    )


def _record_choice(item: Item, key: str) -> None:
    chosen = st.session_state[key]
    _record(item, (chosen,) if chosen else ())


def _choices(item: Item) -> None:
    picked = _picked(item)
    with st.container(key=f"group_{item.link_id}"):
        for code, label in _labels(item).items():
            key = _key(item, code)
            # Once the widget has a state of its own, a value beside it would make Streamlit log the widget's name.
            start = code in picked and key not in st.session_state
            st.checkbox(label, value=start, key=key, on_change=_record_choices, args=(item, code))


def _record_choices(item: Item, changed: str) -> None:
    """A tick that stands alone (none of these, I do not know) takes the others away, and the other way round."""
    alone = {option.code for option in item.options if option.exclusive} | set(_ABSENT)
    codes = [*(option.code for option in item.options), *_ABSENT]
    ticked = [code for code in codes if st.session_state.get(_key(item, code))]
    if changed in ticked:
        ticked = [changed] if changed in alone else [code for code in ticked if code not in alone]
    for code in codes:
        st.session_state[_key(item, code)] = code in ticked
    _record(item, tuple(ticked))


def _text(item: Item) -> None:
    ui = session.words().ui
    key = _key(item)
    st.text_area(
        item.text,
        value=_typed(item),
        key=key,
        height=200,
        max_chars=LONGEST_ON_SCREEN,
        label_visibility="collapsed",
        placeholder=ui("Write here, or leave it empty"),
        on_change=_record_text,
        args=(item, key),
    )
    _or_no_answer(item, key)


def _or_no_answer(item: Item, field: str) -> None:
    """Under a field: the two ways of having no answer. What is typed and what is ticked take each other away."""
    picked = _picked(item)
    labels = _labels(item)
    for code in _ABSENT:
        key = _key(item, code)
        start = code in picked and key not in st.session_state
        st.checkbox(labels[code], value=start, key=key, on_change=_record_no_answer, args=(item, field, code))


def _record_no_answer(item: Item, field: str, changed: str) -> None:
    ticked = bool(st.session_state[_key(item, changed)])
    for code in _ABSENT:
        st.session_state[_key(item, code)] = ticked and code == changed
    if ticked:
        st.session_state[field] = ""
        _record(item, (changed,))
    else:
        _record(item, ())


def _record_text(item: Item, key: str) -> None:
    typed = st.session_state[key]
    if typed and typed.strip():
        for code in _ABSENT:
            if _key(item, code) in st.session_state:
                st.session_state[_key(item, code)] = False
        session.record(Answer(link_id=item.link_id, value=typed))
    else:
        _record(item, ())
