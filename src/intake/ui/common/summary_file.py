"""The file a person downloads: what they chose for it, and how it is made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from intake.brief import builder, safety_sheet
from intake.brief.agreed_parts import cut_answers, cut_brief
from intake.brief.model import AgreedParts, Brief
from intake.brief.safety_sheet import Sheet
from intake.config import content_folder, site
from intake.domain.assessing import assess_for_listener
from intake.domain.base import Personal, Tag
from intake.domain.case import without_confidential
from intake.domain.response import Response
from intake.outputs import comparison_pdf, formats
from intake.outputs.formats import SummaryFormat
from intake.outputs.summary_pdf import Paper
from intake.ui.common import html, question_pages, session

# Kept with the answers when the page is reloaded (session._CHOICES): a file must not contain more than was chosen.
_LEFT_OUT = "file_left_out"
_OWN = "file_own"
_OTHER_PAPER = "file_other_paper"
MOST_LETTERS = 30
WANTED = "file_wanted"  # the person asked for a file that was withheld
_PASSWORD = "file_password"  # noqa: S105 - a session key, not a password


@dataclass(frozen=True)
class Choices:
    """What a person chose for the file: what to leave out, the other paper size, and a password ("" for none).

    Nothing is preselected. What they said about their own danger is left out unless they chose to put it in.
    """

    left_out: frozenset[Personal]
    other_paper: bool
    password: str


def choices() -> Choices:
    """The choices so far."""
    kinds = frozenset(kind for kind in Personal if kind.value in st.session_state.get(_LEFT_OUT, ()))
    return Choices(
        left_out=kinds - {Personal.OWN} if st.session_state.get(_OWN) else kinds | {Personal.OWN},
        other_paper=bool(st.session_state.get(_OTHER_PAPER)),
        password=str(st.session_state.get(_PASSWORD) or ""),
    )


def choose(chosen: Choices) -> None:
    """Remember the choices."""
    st.session_state[_LEFT_OUT] = tuple(kind.value for kind in Personal if kind in chosen.left_out - {Personal.OWN})
    st.session_state[_OWN] = Personal.OWN not in chosen.left_out
    st.session_state[_OTHER_PAPER] = chosen.other_paper
    st.session_state[_PASSWORD] = chosen.password


def forget() -> None:
    """Forget the choices, which were made for other answers."""
    for key in (_LEFT_OUT, _OWN, _OTHER_PAPER, _PASSWORD):
        st.session_state.pop(key, None)


def told_about_self() -> bool:
    """Whether the person answered a question about their own danger."""
    items = session.content().questionnaire.items
    return any(answer.given and items[answer.link_id].personal is Personal.OWN for answer in session.response().answers)


def file_allowed(why_not: str) -> bool:
    """Whether a file may be made here. If it could be dangerous, show `why_not` and a button to make it anyway."""
    if Tag.FILE not in session.assessment().withheld or st.session_state.get(WANTED):
        return True
    html.paragraph(why_not)
    if st.button(session.words().ui("No one else can unlock this device: make the file")):
        st.session_state[WANTED] = True
        st.rerun()
    return False


def papers() -> tuple[Paper, Paper]:
    """The paper size that is usual here, and the other one."""
    return ("a4", "letter") if site().paper == "a4" else ("letter", "a4")


def brief() -> Brief:
    """The brief for the file, without what is left out."""
    response, assessment = assess_for_listener(session.content(), session.case(), session.assessment())
    return builder.brief(
        session.content(),
        response,
        assessment,
        session.now(),
        session.words(),
        left_out=choices().left_out,
    )


def _shown() -> Response:
    """The answers that the file may show: without what others told in confidence."""
    return without_confidential(session.content().questionnaire, session.case())


def summary(
    kind: SummaryFormat,
    brief: Brief,
    *,
    notice: str = "",
    part_2: bool = False,
    agreed: AgreedParts | None = None,
    confided: bool = False,
) -> Callable[[], bytes]:
    """A function that makes a file of the summary, from the current answers and choices, when its button is clicked.

    `notice` and `part_2` are as in `formats.Summary`; `agreed`: the only parts that the file may have;
    `confided`: also what others told in confidence.

    The server addresses a file by a hash of its bytes; the random identifier makes the address impossible to guess.
    """
    content = session.content()
    response = builder.without(session.case() if confided else _shown(), content, brief.left_out)
    material = formats.Summary(
        content=content,
        response=response if agreed is None else cut_answers(content, response, agreed),
        brief=brief if agreed is None else cut_brief(content, brief, agreed),
        words=session.words(),
        folder=content_folder(),
        paper=_paper(),
        place=question_pages.place_for_file() if agreed is None else {},
        notice=notice,
        part_2=part_2,
        subset_of=None if agreed is None else response,
        password=choices().password,
    )
    return lambda: kind.make(replace(material, identifier=secrets.token_hex(16)))


def not_printed(letters: str) -> str:
    """What a PDF cannot print, to say before it is made; "" if it prints everything."""
    if not letters:
        return ""
    return session.words().ui(
        "The PDF cannot print these letters: {letters}. It shows □ instead. If one is in a name, add the name in "
        "English letters too.",
        letters=" ".join(letters[:MOST_LETTERS]),
    )


def comparison() -> Callable[[], bytes]:
    """A function that makes the comparison PDF, with the choices for the file, when its button is clicked."""
    words, chosen = session.words(), choices()
    left_out = chosen.left_out - {Personal.PROFESSIONALS}
    sheet = formats.ComparisonSheet(
        comparison=comparison_pdf.compare(session.content(), session.response(), words, left_out=left_out),
        made_on=session.now(),
        words=words,
        folder=content_folder(),
        paper=_paper(),
        password=chosen.password,
    )
    return lambda: formats.COMPARISON.make(replace(sheet, identifier=secrets.token_hex(16)))


def sheet() -> Sheet | None:
    """The safety sheet with what a file may show; None where none is made."""
    return safety_sheet.safety_sheet(session.content(), _shown(), brief())


def sheet_file(sheet: Sheet) -> Callable[[], bytes]:
    """A function that makes the safety sheet when its button is clicked."""
    material = formats.SafetySheet(
        sheet=sheet, made_on=session.now(), words=session.words(), folder=content_folder(), paper=_paper()
    )
    return lambda: formats.SAFETY_SHEET.make(replace(material, identifier=secrets.token_hex(16)))


def _paper() -> Paper:
    usual, other = papers()
    return other if choices().other_paper else usual
