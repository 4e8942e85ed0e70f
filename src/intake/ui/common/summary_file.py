"""The file a person takes away: what they chose for it, and how it is made."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from intake.brief import builder
from intake.brief.model import Brief
from intake.config import content_folder, site
from intake.domain.base import Personal, Tag
from intake.outputs import comparison_pdf as comparison_document
from intake.outputs import summary_pdf
from intake.outputs.summary_pdf import Paper
from intake.saved import payload
from intake.ui.common import html, question_pages, session

# Kept with the answers when the page is loaded again (session._CHOICES): a file must not say more than was chosen.
_LEFT_OUT = "file_left_out"
_OTHER_PAPER = "file_other_paper"
WANTED = "file_wanted"  # although it was withheld
_PASSWORD = "file_password"  # noqa: S105 - the name of a place, not a password


@dataclass(frozen=True)
class Choices:
    """What a person chose for the file: what is left out, whether on the paper unusual here, "" for no password.

    Nothing is chosen beforehand.
    """

    left_out: frozenset[Personal]
    other_paper: bool
    password: str


def choices() -> Choices:
    """What was chosen so far."""
    return Choices(
        left_out=frozenset(kind for kind in Personal if kind.value in st.session_state.get(_LEFT_OUT, ())),
        other_paper=bool(st.session_state.get(_OTHER_PAPER)),
        password=str(st.session_state.get(_PASSWORD) or ""),
    )


def choose(chosen: Choices) -> None:
    """Remembers what goes into the file."""
    st.session_state[_LEFT_OUT] = tuple(kind.value for kind in Personal if kind in chosen.left_out)
    st.session_state[_OTHER_PAPER] = chosen.other_paper
    st.session_state[_PASSWORD] = chosen.password


def forget() -> None:
    """Forgets what was chosen: it was for other answers."""
    for key in (_LEFT_OUT, _OTHER_PAPER, _PASSWORD):
        st.session_state.pop(key, None)


def agreed(why_not: str) -> bool:
    """Whether a file may be made on this page; where one could be dangerous, says so until the person asks for it."""
    if Tag.FILE not in session.assessment().withheld or st.session_state.get(WANTED):
        return True
    html.paragraph(why_not)
    if st.button(session.words().ui("No one else can unlock this device: make the file")):
        st.session_state[WANTED] = True
        st.rerun()
    return False


def papers() -> tuple[Paper, Paper]:
    """The paper that is usual here, and the other."""
    return ("a4", "letter") if site().paper == "a4" else ("letter", "a4")


def brief() -> Brief:
    """What the file says: answers and assessment in words, without what is left out."""
    return builder.brief(
        session.content(),
        session.response(),
        session.assessment(),
        session.now(),
        session.words(),
        left_out=choices().left_out,
    )


def answers(said: Brief) -> bytes:
    """The answers as they can be opened here again, without what is left out."""
    kept = builder.without(session.response(), session.content(), said.left_out)
    return payload(kept, question_pages.place_for_file(), said.made_on)


def pdf(said: Brief) -> Callable[[], bytes]:
    """What makes the PDF when it is asked for, from the answers and choices as they are now.

    The server finds a file by a hash over its bytes: with an identifier that nobody can guess, nobody else finds it.
    """
    words, chosen = session.words(), choices()
    carried = summary_pdf.carried(answers(said), words)
    usual, other = papers()

    def made() -> bytes:
        return summary_pdf.pdf(
            said,
            words,
            content_folder(),
            paper=other if chosen.other_paper else usual,
            attachments=(carried,),
            identifier=secrets.token_hex(16),
            password=chosen.password,
        ).data

    return made


def comparison_pdf() -> Callable[[], bytes]:
    """What makes the comparison of professionals when it is asked for, with what was chosen for the file."""
    words, chosen, made_on = session.words(), choices(), session.now()
    found = comparison_document.compared(
        session.content(), session.response(), words, left_out=chosen.left_out - {Personal.PROFESSIONALS}
    )
    usual, other = papers()

    def made() -> bytes:
        return comparison_document.pdf(
            found,
            made_on,
            words,
            content_folder(),
            paper=other if chosen.other_paper else usual,
            identifier=secrets.token_hex(16),
            password=chosen.password,
        ).data

    return made


def mime(kind: str) -> str:
    """A media type with a part that nobody can guess: it too goes into the hash by which the server finds a file."""
    return f"{kind}; charset=utf-8; r={secrets.token_hex(16)}"
