"""The family's safety sheet: one page for the fridge and a card for the wallet."""

from __future__ import annotations

from pydantic import Field, model_validator

from intake.domain.base import Frozen, LinkId, Text
from intake.domain.questionnaire import Condition


class SheetLine(Frozen):
    """One line. On the card, it is `short` if there is one, and absent without `card`."""

    id: LinkId
    text: Text
    short: Text | None = None
    card: bool = True


class SheetBlock(Frozen):
    """One box of the sheet: lines, steps in their order if `numbered`, and the answers to questions with their labels.

    Shown if all of `when` and none of `unless` are known to be met. `card`: it is on the card too.
    """

    id: LinkId
    title: Text
    lines: tuple[SheetLine, ...] = ()
    numbered: bool = False
    answers: tuple[LinkId, ...] = ()
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    card: bool = False
    sources: tuple[LinkId, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _says_something(self) -> SheetBlock:
        if not self.lines and not self.answers:
            raise ValueError("a block needs lines or answers")
        return self


class SafetySheet(Frozen):
    """The texts of the sheet. `fits`: the part of the plan that asks for it; where that is withheld, none is made."""

    fits: LinkId
    title: Text
    note: Text
    card_title: Text
    numbers_title: Text
    blocks: tuple[SheetBlock, ...] = Field(min_length=1)
