"""Draws one question and hands every change to the record. Nothing is picked beforehand, nothing has to be picked.

What a person sees in the fields is what they answered: each is also compared with the record when no callback was
called (see `late_changes`).
"""

from __future__ import annotations

import streamlit as st

from intake.domain.answers_json import LONGEST_TEXT
from intake.domain.questionnaire import TYPED, Asked, Item, ItemType
from intake.domain.response import Absent, Answer
from intake.ui.common import session
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late

UNKNOWN = "?"
DECLINED = "-"
_ABSENT = {UNKNOWN: Absent.UNKNOWN, DECLINED: Absent.DECLINED}
LONG_LIST = 12
LONGEST_LINE = 120
LONGEST_ON_SCREEN = 4000
assert LONGEST_ON_SCREEN <= LONGEST_TEXT

Shown = tuple[str, ...]
"""What a question's fields show: codes, or the words as one."""

_SET = "boxes_set"


def ask(asked: Asked) -> None:
    """The answers to choose from (or a field), each a whole row to press. The question stands above it already."""
    read_widgets(asked)
    match asked.item.type:
        case ItemType.CHOICE:
            shown = _choice(asked)
        case ItemType.CHOICES:
            shown = _ticks(asked)
        case _:
            words = _text(asked) if asked.item.type is ItemType.TEXT else _line(asked, named=False)
            ticked = _no_answer(asked)
            shown = words or ticked
    _rerun_if_late(asked, shown)


def line(item: Item) -> None:
    """A field for one line, named by its question."""
    asked = Asked(item)
    read_widgets(asked)
    _rerun_if_late(asked, _line(asked, named=True) or _picked(asked))


def _rerun_if_late(asked: Asked, shown: Shown) -> None:
    rerun_if_late(asked.key, frozenset(shown), frozenset(_recorded(asked)))


def _key(asked: Asked) -> str:
    return session.field_key("w", asked.key)


def _labels(item: Item) -> dict[str, str]:
    """Codes and texts of everything that can be picked, the two ways of having no answer last."""
    ui = session.words().ui
    texts = {option.code: option.text for option in item.options}
    return {**texts, UNKNOWN: ui("I do not know"), DECLINED: ui("I would rather not say")}


# --- what is recorded, and what is shown -------------------------------------------------------------------------


def _recorded(asked: Asked) -> Shown:
    """What the fields have to show: the codes picked (the reasons for no answer are codes here), or the words."""
    answer = session.response().by_key.get(asked.key)
    if answer is None:
        return ()
    return answer.codes or tuple(code for code, absent in _ABSENT.items() if absent is answer.absent)


def _picked(asked: Asked) -> tuple[str, ...]:
    """What is picked now, as codes."""
    recorded = _recorded(asked)
    return tuple(code for code in recorded if code in _ABSENT) if asked.item.type in TYPED else recorded


def _typed(asked: Asked) -> str:
    answer = session.response().by_key.get(asked.key)
    return str(answer.value) if answer is not None and answer.value is not None else ""


def _codes(item: Item) -> list[str]:
    """The codes that have a box to tick of their own."""
    return [*(() if item.type in TYPED else (option.code for option in item.options)), *_ABSENT]


@retry_until_done
def read_widgets(asked: Asked) -> None:
    """Records what the fields show, as far as Streamlit knows them already. Has to come before they are drawn."""
    match asked.item.type:
        case ItemType.CHOICE:
            _hear_choice(asked)
        case ItemType.CHOICES:
            _hear_ticks(asked)
        case _:
            _hear_words(asked)


def _hear_choice(asked: Asked) -> None:
    key = _key(asked)
    if key in st.session_state:
        shown = st.session_state[key]
        _record(asked, (shown,) if shown else ())


def _hear_ticks(asked: Asked) -> None:
    """A tick that stands alone (none of these, I do not know) takes the others away, and the other way round."""
    shown, known = _ticked(asked), _recorded(asked)
    if shown is None or set(shown) == set(known):
        return
    alone = {option.code for option in asked.item.options if option.exclusive} | set(_ABSENT)
    new = [code for code in shown if code not in known]
    if together := [code for code in new if code not in alone]:
        shown = tuple(code for code in shown if code in together or code not in alone)
    elif new:
        shown = (new[0],)
    _tick_only(asked, shown)
    _record(asked, shown)


def _hear_words(asked: Asked) -> None:
    """What is typed and what is ticked take each other away; of both at once the words stay."""
    words, ticked = st.session_state.get(_key(asked)), _ticked(asked)
    if words is None:
        return
    written, known = words if words.strip() else "", _recorded(asked)
    if written and written != _typed(asked):
        _tick_only(asked, ())
        session.record_value(asked, written)
    elif new := [code for code in ticked or () if code not in known]:
        st.session_state[_key(asked)] = ""
        _tick_only(asked, (new[0],))
        _record(asked, (new[0],))
    elif not written and (ticked is not None or _typed(asked)):
        _record(asked, ticked or ())


def _ticked(asked: Asked) -> Shown | None:
    """The codes whose boxes are ticked; None while Streamlit does not know the boxes."""
    keys = session.field_keys("w", asked.key, *_codes(asked.item))
    boxes = {code: st.session_state.get(key) for code, key in keys.items()}
    return None if set(boxes.values()) == {None} else tuple(code for code, ticked in boxes.items() if ticked)


def _tick_only(asked: Asked, codes: Shown) -> None:
    st.session_state[_SET] = asked.key
    for code, key in session.field_keys("w", asked.key, *_codes(asked.item)).items():
        if key in st.session_state:
            st.session_state[key] = code in codes


def _record(asked: Asked, codes: Shown) -> None:
    item, entry = asked
    if set(codes) == set(_recorded(asked)):
        return
    if not codes:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=Absent.NOT_ASKED))
    elif codes[0] in _ABSENT:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=_ABSENT[codes[0]]))
    else:
        session.record_value(asked, codes if item.type is ItemType.CHOICES else codes[0])


# --- the fields: each gives what it shows ------------------------------------------------------------------------


def _choice(asked: Asked) -> Shown:
    item = asked.item
    labels = _labels(item)
    codes = list(labels)
    if len(item.options) > LONG_LIST:
        # In a long list the ways of having no answer would be out of sight at the end.
        codes = [*codes[-len(_ABSENT) :], *codes[: -len(_ABSENT)]]
    picked = _picked(asked)
    index = codes.index(picked[0]) if picked else None
    if len(item.options) > LONG_LIST:
        shown = st.selectbox(
            item.text,
            codes,
            index=index,
            format_func=labels.__getitem__,
            key=_key(asked),
            placeholder=session.words().ui("Choose one, or start typing"),
            label_visibility="collapsed",
            on_change=read_widgets,
            args=(asked,),
        )
    else:
        shown = st.radio(
            item.text,
            codes,
            index=index,
            format_func=labels.__getitem__,
            key=_key(asked),
            label_visibility="collapsed",
            on_change=read_widgets,
            args=(asked,),
        )
    return (shown,) if shown else ()


def _ticks(asked: Asked) -> Shown:
    with st.container(key=f"group_{asked.key}"):
        return _boxes(asked, _labels(asked.item))


def _boxes(asked: Asked, labels: dict[str, str]) -> Shown:
    # A box starts as recorded each time it is drawn: what was drawn may never have reached the browser. Only where the
    # box was set just now, a start beside that would make Streamlit log the name of the box.
    just_set = st.session_state.get(_SET) == asked.key
    if just_set:
        del st.session_state[_SET]
    picked = () if just_set else _picked(asked)
    keys = session.field_keys("w", asked.key, *labels)
    return tuple(
        code
        for code, label in labels.items()
        if st.checkbox(label, value=code in picked, key=keys[code], on_change=read_widgets, args=(asked,))
    )


def _line(asked: Asked, *, named: bool) -> Shown:
    words = st.text_input(
        asked.item.text,
        value=_typed(asked),
        key=_key(asked),
        max_chars=LONGEST_LINE,
        autocomplete="off",
        label_visibility="visible" if named else "collapsed",
        on_change=read_widgets,
        args=(asked,),
    )
    return (words,) if words.strip() else ()


def _text(asked: Asked) -> Shown:
    words = st.text_area(
        asked.item.text,
        value=_typed(asked),
        key=_key(asked),
        height=200,
        max_chars=LONGEST_ON_SCREEN,
        label_visibility="collapsed",
        placeholder=session.words().ui("Write here, or leave it blank"),
        on_change=read_widgets,
        args=(asked,),
    )
    return (words,) if words.strip() else ()


def _no_answer(asked: Asked) -> Shown:
    """Under a field: the two ways of having no answer."""
    labels = _labels(asked.item)
    return _boxes(asked, {code: labels[code] for code in _ABSENT})
