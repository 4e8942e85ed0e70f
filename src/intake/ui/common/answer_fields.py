"""The fields of one question. Every change is recorded; nothing is preselected or required.

The fields always show what is recorded: each is also compared with the record when Streamlit called no callback (see
`late_changes`).
"""

from __future__ import annotations

import streamlit as st

from intake.domain.answers_json import LONGEST_LINE, LONGEST_TEXT
from intake.domain.question_pages import LONG_LIST
from intake.domain.questionnaire import TYPED, Asked, Item, ItemType
from intake.domain.response import Absent, Answer
from intake.domain.typed_text import MOST_PARTS
from intake.ui.common import html, session, text_fields
from intake.ui.common.callbacks import retry_until_done
from intake.ui.common.late_changes import rerun_if_late

UNKNOWN = "?"
DECLINED = "-"
UNNAMED = "+"
_ABSENT = {UNKNOWN: Absent.UNKNOWN, DECLINED: Absent.DECLINED}
"""The reasons for no answer that can be picked."""
_WITHOUT_VALUE = {**_ABSENT, UNNAMED: Absent.UNNAMED}
LONGEST_ON_SCREEN = 4000
assert MOST_PARTS * LONGEST_ON_SCREEN <= LONGEST_TEXT
MOST_TYPED = 600_000
"""Bytes of typed text in a visit: a server cannot be filled up, and the answers still fit a file that can be opened."""
LARGEST_CHARACTER = 4 * MOST_PARTS  # bytes

Shown = tuple[str, ...]
"""What a question's fields show: the codes picked, or the whole text as a single item."""

YES, NO = "yes", "no"
"""What can be said to an opener, besides the reasons for no answer."""
_SET = "boxes_set"


def question_text(item: Item) -> str:
    """What a family is asked: the line that opens a list, or the question itself."""
    return item.opener.line if item.opener else item.text


def ask_family(asked: Asked) -> None:
    """Show the fields of a question, as `ask` does; a long list only after a yes to the line that opens it."""
    if asked.item.opener is None:
        ask(asked)
        return
    _read_opener(asked)
    if _opener_state(asked) == YES:
        read_widgets(asked)
        _read_opener(asked)  # the list may be empty again, but the yes still stands
    _rerun_if_late(asked, _opener(asked))


def ask(asked: Asked) -> None:
    """Show the options, each a whole row to tap, or a text field. The caller has shown the question above."""
    read_widgets(asked)
    match asked.item.type:
        case ItemType.CHOICE:
            shown = _choice(asked)
        case ItemType.CHOICES:
            shown = _checkboxes(asked)
        case _:
            text = _text(asked) if asked.item.type is ItemType.TEXT else _line(asked, named=False)
            no_answer = _no_answer(asked)
            shown = text or no_answer
    _rerun_if_late(asked, shown)


def line(item: Item) -> None:
    """Show a field for one line of text, labeled with its question."""
    asked = Asked(item)
    read_widgets(asked)
    _rerun_if_late(asked, _line(asked, named=True) or _picked(asked))


def _rerun_if_late(asked: Asked, shown: Shown) -> None:
    rerun_if_late(asked.key, frozenset(shown), frozenset(_recorded(asked)))


def _key(asked: Asked) -> str:
    return session.field_key("w", asked.key)


def _longest(asked: Asked) -> int:
    """How many characters a text field holds: fewer once a visit has typed almost as much as a saved file can hold."""
    longest = LONGEST_ON_SCREEN if asked.item.type is ItemType.TEXT else LONGEST_LINE
    typed = {answer.key: answer.value for answer in session.response().answers if isinstance(answer.value, str)}
    own = typed.pop(asked.key, "")
    room = MOST_TYPED - sum(len(text.encode("utf-8", "replace")) for text in typed.values())
    return min(longest, max(room // LARGEST_CHARACTER, len(own), 1))


def _labels(item: Item) -> dict[str, str]:
    """Code -> text of everything that can be picked, the two reasons for no answer last."""
    ui = session.words().ui
    texts = {option.code: option.text for option in item.options}
    return {**texts, UNKNOWN: ui("I do not know"), DECLINED: ui("I would rather not say")}


# --- what is recorded, and what is on screen ---------------------------------------------------------------------


def _recorded(asked: Asked) -> Shown:
    """What the fields should show: the recorded codes (reasons for no answer count as codes here), or the text."""
    answer = session.response().by_key.get(asked.key)
    if answer is None:
        return ()
    return answer.codes or tuple(code for code, absent in _WITHOUT_VALUE.items() if absent is answer.absent)


def _picked(asked: Asked) -> tuple[str, ...]:
    """The recorded answer as codes; a typed text has none."""
    recorded = _recorded(asked)
    return tuple(code for code in recorded if code in _ABSENT) if asked.item.type in TYPED else recorded


def _typed(asked: Asked) -> str:
    answer = session.response().by_key.get(asked.key)
    return str(answer.value) if answer is not None and answer.value is not None else ""


def _codes(item: Item) -> list[str]:
    """The codes that have a checkbox of their own."""
    return [*(() if item.type in TYPED else (option.code for option in item.options)), *_ABSENT]


@retry_until_done
def read_widgets(asked: Asked) -> None:
    """Record what the fields show, if Streamlit already knows them. Must run before they are rendered."""
    match asked.item.type:
        case ItemType.CHOICE:
            _read_choice(asked)
        case ItemType.CHOICES:
            _read_checkboxes(asked)
        case _:
            _read_text(asked)


def _read_choice(asked: Asked) -> None:
    key = _key(asked)
    if key in st.session_state:
        shown = st.session_state[key]
        _record(asked, (shown,) if shown else ())


def _read_checkboxes(asked: Asked) -> None:
    """Record the checked boxes. An exclusive one (none of these, I do not know) unchecks the rest, and vice versa."""
    shown, recorded = _checked(asked), _recorded(asked)
    if shown is None or set(shown) == set(recorded) or (not shown and recorded == (UNNAMED,)):
        return
    exclusive = {option.code for option in asked.item.options if option.exclusive} | set(_ABSENT)
    new = [code for code in shown if code not in recorded]
    if any(code not in exclusive for code in new):
        shown = tuple(code for code in shown if code not in exclusive)
    elif new:
        shown = (new[0],)
    _check_only(asked, shown)
    _record(asked, shown)


def _read_text(asked: Asked) -> None:
    """Record the text or the checked box. A new one replaces the other; if both are new, the text wins."""
    content, checked = text_fields.shown(_key(asked), _longest(asked)), _checked(asked)
    if content is None:
        return
    text, recorded = content if content.strip() else "", _recorded(asked)
    if text and text != _typed(asked):
        _check_only(asked, ())
        session.record_value(asked, text)
    elif new := [code for code in checked or () if code not in recorded]:
        st.session_state[_key(asked)] = ""
        _check_only(asked, (new[0],))
        _record(asked, (new[0],))
    elif not text and (checked is not None or _typed(asked)):
        _record(asked, checked or ())


def _checked(asked: Asked) -> Shown | None:
    """The codes whose boxes are checked; None while Streamlit does not know the boxes.

    After a run that was interrupted between two boxes, Streamlit knows only the first ones: the others show what is
    recorded.
    """
    keys, picked = session.field_keys("w", asked.key, *_codes(asked.item)), _picked(asked)
    boxes = {code: st.session_state.get(key) for code, key in keys.items()}
    if set(boxes.values()) == {None}:
        return None
    return tuple(code for code, checked in boxes.items() if (code in picked if checked is None else checked))


def _check_only(asked: Asked, codes: Shown) -> None:
    st.session_state[_SET] = {*st.session_state.get(_SET, ()), asked.key}
    for code, key in session.field_keys("w", asked.key, *_codes(asked.item)).items():
        if key in st.session_state:
            st.session_state[key] = code in codes


def _record(asked: Asked, codes: Shown) -> None:
    item, entry = asked
    if set(codes) == set(_recorded(asked)):
        return
    if not codes:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=Absent.NOT_ASKED))
    elif codes[0] in _WITHOUT_VALUE:
        session.record(Answer(link_id=item.link_id, entry=entry, absent=_WITHOUT_VALUE[codes[0]]))
    else:
        session.record_value(asked, codes if item.type is ItemType.CHOICES else codes[0])


# --- a list that opens after a yes -------------------------------------------------------------------------------


@retry_until_done
def _read_opener(asked: Asked) -> None:
    """Record what the opener shows: a yes alone, until something in the list is picked."""
    picked = st.session_state.get(_opener_key(asked))
    if picked is None or picked == _opener_state(asked):
        return
    opener = asked.item.opener
    assert opener is not None, f"{asked.key} has no opener"
    _record(asked, (UNNAMED if picked == YES else opener.no if picked == NO else picked,))


def _opener_key(asked: Asked) -> str:
    return session.field_key("w", asked.key, "opener")


def _opener_state(asked: Asked) -> str | None:
    """What the opener shows for the recorded answer."""
    recorded = _recorded(asked)
    if recorded == (UNNAMED,) or asked.item.opened_by(recorded):
        return YES
    return (recorded[0] if recorded[0] in _ABSENT else NO) if recorded else None


# --- the fields: each function returns what its field shows ------------------------------------------------------


def _choice(asked: Asked) -> Shown:
    item = asked.item
    labels = _labels(item)
    codes = list(labels)
    if len(item.options) > LONG_LIST:
        # At the end of a long list, the reasons for no answer would be out of sight.
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


def _opener(asked: Asked) -> Shown:
    item, ui = asked.item, session.words().ui
    assert item.opener is not None, f"{asked.key} has no opener"
    labels = _labels(item)
    lines = {YES: ui("Yes"), NO: ui("No"), UNKNOWN: labels[UNKNOWN], DECLINED: labels[DECLINED]}
    state = _opener_state(asked)
    picked = st.radio(
        item.opener.line,
        list(lines),
        index=list(lines).index(state) if state else None,
        format_func=lines.__getitem__,
        key=_opener_key(asked),
        label_visibility="collapsed",
        on_change=_read_opener,
        args=(asked,),
    )
    if picked != YES:
        return (item.opener.no if picked == NO else picked,) if picked else ()
    html.opened_question(item.text, ui("Choose all that apply."))
    listed = {option.code: option.text for option in item.options if option.code != item.opener.no}
    with st.container(key=f"group_{asked.key}"):
        return _boxes(asked, listed) or (UNNAMED,)


def _checkboxes(asked: Asked) -> Shown:
    """Boxes for every option. A yes alone, which a file may bring to the desk, has no box."""
    recorded = _recorded(asked)
    with st.container(key=f"group_{asked.key}"):
        return _boxes(asked, _labels(asked.item)) or (recorded if recorded == (UNNAMED,) else ())


def _boxes(asked: Asked, labels: dict[str, str]) -> Shown:
    # A box gets its recorded value on every run: the previous rendering may never have reached the browser. Not if its
    # state was set just now: with both, Streamlit would log the key of the box.
    set_now = st.session_state.get(_SET, frozenset())
    just_set = asked.key in set_now
    if just_set:
        st.session_state[_SET] = set_now - {asked.key}
    picked = () if just_set else _picked(asked)
    keys = session.field_keys("w", asked.key, *labels)
    return tuple(
        code
        for code, label in labels.items()
        if st.checkbox(label, value=code in picked, key=keys[code], on_change=read_widgets, args=(asked,))
    )


def _line(asked: Asked, *, named: bool) -> Shown:
    text = text_fields.line(
        asked.item.text,
        value=_typed(asked),
        key=_key(asked),
        longest=_longest(asked),
        label_visibility="visible" if named else "collapsed",
        on_change=read_widgets,
        args=(asked,),
    )
    return (text,) if text.strip() else ()


def _text(asked: Asked) -> Shown:
    text = text_fields.area(
        asked.item.text,
        value=_typed(asked),
        key=_key(asked),
        longest=_longest(asked),
        height=200,
        label_visibility="collapsed",
        placeholder=session.words().ui("Write here, or leave it blank"),
        on_change=read_widgets,
        args=(asked,),
    )
    return (text,) if text.strip() else ()


def _no_answer(asked: Asked) -> Shown:
    """Below a text field: the two reasons for no answer."""
    labels = _labels(asked.item)
    with st.container(key=f"reasons_{asked.key}"):
        return _boxes(asked, {code: labels[code] for code in _ABSENT})
