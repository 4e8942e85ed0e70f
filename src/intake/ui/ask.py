"""Draws one question and hands every change to the record. Nothing is picked beforehand, nothing has to be picked."""

from __future__ import annotations

import streamlit as st

from intake.answers import LONGEST_TEXT
from intake.model import TYPED, Absent, Answer, Asked, Item, ItemType
from intake.ui import session

UNKNOWN = "?"
DECLINED = "-"
_ABSENT = {UNKNOWN: Absent.UNKNOWN, DECLINED: Absent.DECLINED}
LONG_LIST = 12
LONGEST_LINE = 120
LONGEST_ON_SCREEN = 4000
assert LONGEST_ON_SCREEN <= LONGEST_TEXT


def ask(asked: Asked) -> None:
    """The answers to choose from (or a field), each a whole row to press. The question stands above it already."""
    match asked.item.type:
        case ItemType.CHOICE:
            _choice(asked)
        case ItemType.CHOICES:
            _choices(asked)
        case ItemType.TEXT:
            _text(asked)
        case ItemType.LINE:
            _line(asked, named=False)
            _or_no_answer(asked, _key(asked))


def line(item: Item) -> None:
    """A field for one line, named by its question."""
    _line(Asked(item), named=True)


def _line(asked: Asked, *, named: bool) -> None:
    key = _key(asked)
    st.text_input(
        asked.item.text,
        value=_typed(asked),
        key=key,
        max_chars=LONGEST_LINE,
        autocomplete="off",
        label_visibility="visible" if named else "collapsed",
        on_change=_record_text,
        args=(asked, key),
    )


def _key(asked: Asked, code: str = "") -> str:
    """A widget's key names the language too: Streamlit loses what is picked when its words change under one key."""
    return f"w_{asked.key}_{session.language()}_{code}"


def _labels(item: Item) -> dict[str, str]:
    """Codes and texts of everything that can be picked, the two ways of having no answer last."""
    ui = session.words().ui
    texts = {option.code: option.text for option in item.options}
    return {**texts, UNKNOWN: ui("I do not know"), DECLINED: ui("I would rather not say")}


def _picked(asked: Asked) -> tuple[str, ...]:
    """What is picked now, as codes; the reasons for no answer count as codes here."""
    answer = session.response().by_key.get(asked.key)
    if answer is None:
        return ()
    if asked.item.type in TYPED:
        return tuple(code for code, absent in _ABSENT.items() if absent is answer.absent)
    return answer.codes or tuple(code for code, absent in _ABSENT.items() if absent is answer.absent)


def _typed(asked: Asked) -> str:
    answer = session.response().by_key.get(asked.key)
    return str(answer.value) if answer is not None and answer.value is not None else ""


def _record(asked: Asked, codes: tuple[str, ...]) -> None:
    item, entry = asked
    if not codes:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=Absent.NOT_ASKED))
    elif codes[0] in _ABSENT:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=_ABSENT[codes[0]]))
    else:
        session.record_value(asked, codes if item.type is ItemType.CHOICES else codes[0])


def _choice(asked: Asked) -> None:
    item = asked.item
    labels = _labels(item)
    codes = list(labels)
    if len(item.options) > LONG_LIST:
        # In a long list the ways of having no answer would be out of sight at the end.
        codes = [*codes[-len(_ABSENT) :], *codes[: -len(_ABSENT)]]
    picked = _picked(asked)
    index = codes.index(picked[0]) if picked else None
    key = _key(asked)
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
            args=(asked, key),
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
        args=(asked, key),
    )


def _record_choice(asked: Asked, key: str) -> None:
    chosen = st.session_state[key]
    _record(asked, (chosen,) if chosen else ())


def _choices(asked: Asked) -> None:
    picked = _picked(asked)
    with st.container(key=f"group_{asked.key}"):
        for code, label in _labels(asked.item).items():
            key = _key(asked, code)
            # Once the widget has a state of its own, a value beside it would make Streamlit log the widget's name.
            start = code in picked and key not in st.session_state
            st.checkbox(label, value=start, key=key, on_change=_record_choices, args=(asked, code))


def _record_choices(asked: Asked, changed: str) -> None:
    """A tick that stands alone (none of these, I do not know) takes the others away, and the other way round."""
    item = asked.item
    alone = {option.code for option in item.options if option.exclusive} | set(_ABSENT)
    codes = [*(option.code for option in item.options), *_ABSENT]
    ticked = [code for code in codes if st.session_state.get(_key(asked, code))]
    if changed in ticked:
        ticked = [changed] if changed in alone else [code for code in ticked if code not in alone]
    for code in codes:
        st.session_state[_key(asked, code)] = code in ticked
    _record(asked, tuple(ticked))


def _text(asked: Asked) -> None:
    ui = session.words().ui
    key = _key(asked)
    st.text_area(
        asked.item.text,
        value=_typed(asked),
        key=key,
        height=200,
        max_chars=LONGEST_ON_SCREEN,
        label_visibility="collapsed",
        placeholder=ui("Write here, or leave it empty"),
        on_change=_record_text,
        args=(asked, key),
    )
    _or_no_answer(asked, key)


def _or_no_answer(asked: Asked, field: str) -> None:
    """Under a field: the two ways of having no answer. What is typed and what is ticked take each other away."""
    picked = _picked(asked)
    labels = _labels(asked.item)
    for code in _ABSENT:
        key = _key(asked, code)
        start = code in picked and key not in st.session_state
        st.checkbox(labels[code], value=start, key=key, on_change=_record_no_answer, args=(asked, field, code))


def _record_no_answer(asked: Asked, field: str, changed: str) -> None:
    ticked = bool(st.session_state[_key(asked, changed)])
    for code in _ABSENT:
        st.session_state[_key(asked, code)] = ticked and code == changed
    if ticked:
        st.session_state[field] = ""
        _record(asked, (changed,))
    else:
        _record(asked, ())


def _record_text(asked: Asked, key: str) -> None:
    typed = st.session_state[key]
    if typed and typed.strip():
        for code in _ABSENT:
            if _key(asked, code) in st.session_state:
                st.session_state[_key(asked, code)] = False
        session.record_value(asked, typed)
    else:
        _record(asked, ())
