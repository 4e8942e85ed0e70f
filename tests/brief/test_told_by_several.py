"""One row with what several people told: what decides stands first, and each is named once."""

from __future__ import annotations

import pytest

from intake.brief.builder import brief
from intake.brief.rows import Row
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.case import Informant, join
from tests.garden import ENGLISH, MADE_ON

CONTENT = load()
WIFE: Shorthand = {"your_name": "Ana", "violence": ("choked",)}
SISTER: Shorthand = {"violence": ("none",)}


def row_with(link_id: str, wife: Shorthand, sister: Shorthand, speaking: str) -> Row:
    """The row of a question in a case of a wife and her sister, of whom one is on the line."""
    people = (
        Informant(id="i1", response=response_of(wife, CONTENT)),
        Informant(id="i2", name="Bea", response=response_of(sister, CONTENT)),
    )
    case = join(CONTENT.questionnaire, people, speaking=speaking)
    summary = brief(CONTENT, case, assess(CONTENT, case, MADE_ON.date()), MADE_ON, ENGLISH)
    return {row.link_id: row for section in summary.sections for row in section.rows}[link_id]


@pytest.mark.parametrize("speaking", ["i1", "i2"])
def test_a_report_stands_before_a_denial_whoever_is_on_the_line(speaking: str) -> None:
    assert row_with("violence", WIFE, SISTER, speaking).value == "Ana: Choked someone · Bea: None"


def test_who_gives_their_name_is_not_named_again_beside_it() -> None:
    name = row_with("your_name", WIFE, SISTER, "i1")
    assert (name.value, name.basis) == ("“Ana”", "")
    alone = row_with("violence", WIFE, {}, "i2")
    assert (alone.value, alone.basis) == ("Choked someone", "Ana"), "what only one told says who it was"
