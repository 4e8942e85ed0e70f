"""Where each answer appears in the summary."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Text
from intake.domain.questionnaire import Condition


class Part(Frozen):
    """One part of the summary: its answers in order, and then the repeating sections in `groups`.

    `note`: small print under the title. `appendix`: the part stands after everything else.
    """

    id: LinkId
    title: Text
    note: Text | None = None
    items: tuple[LinkId, ...] = ()
    groups: tuple[LinkId, ...] = ()
    appendix: bool = False


class PhraseWords(Frozen):
    """What page 1 says for one option. `whole`: in place of the whole phrase; `strong`: it must not be overlooked."""

    code: Code
    text: Text
    whole: bool = False
    strong: bool = False


class Phrase(Frozen):
    """How page 1 says an answer in a sentence, where otherwise the question's label would stand before it.

    `text`: the phrase, with {answer} for the answer. `words`: what stands there for an option, in place of its own
    text; an option that is not named stays under its label. `sentence`: phrases with the same one are joined by commas.
    """

    question: LinkId
    text: Text | None = None
    words: tuple[PhraseWords, ...] = ()
    sentence: LinkId | None = None
    strong: bool = False

    def texts_of(self, codes: tuple[str, ...]) -> tuple[PhraseWords, ...]:
        """The words for these options; empty if one of them has none."""
        by_code = {words.code: words for words in self.words}
        return tuple(by_code[code] for code in codes) if by_code.keys() >= set(codes) else ()


class ShortLabel(Frozen):
    """The label of a question in the narrow columns of page 1."""

    question: LinkId
    label: Text


class RiskPart(Part):
    """A row of the risk box. Each of its questions is reported, denied, not known, not asked, or declined.

    `gate`: the answers to the danger question that belong here. `also`: answers of another row that are shown here too;
    who agrees to share this row does not share the question they belong to.
    """

    context: tuple[LinkId, ...] = ()
    gate: dict[LinkId, tuple[Code, ...]] = Field(default_factory=dict)
    also: dict[LinkId, tuple[Code, ...]] = Field(default_factory=dict)


class MedicinesBox(Part):
    """Medicines and allergies on page 1. Of each entry of the groups, only the questions in `shown` appear."""

    shown: tuple[LinkId, ...] = ()


class Notice(Frozen):
    """A sentence highlighted on page 1 if the condition is met."""

    id: LinkId
    text: Text
    when: Condition


class Timeline(Frozen):
    """The entries of a repeating section, drawn along a time axis.

    `when`: the question that gives the time, from the date of its answer (`as_of`), from a year in its text, or from
    the position of the chosen option if the options are ordered. `latest`: which end of the options is the latest.
    """

    id: LinkId
    title: Text
    group: LinkId
    when: LinkId
    latest: Literal["first", "last"] = "first"


class RelationWord(Frozen):
    """What to call an informant who gave this answer to the question about their relationship."""

    code: Code
    text: Text


class InformantNames(Frozen):
    """How informants are named where several people answered: by the answer to `name`, or by their relationship."""

    id: LinkId = "informant"
    name: LinkId
    relation: LinkId
    words: tuple[RelationWord, ...]


class ConsentPart(Frozen):
    """What a caller can agree to share instead of the whole summary.

    `parts`: ids of parts of the summary, rows of the risk box, and the medicines box, or names of COVER_LISTS.
    `priority`: the file also says how urgent it is, and which of the answers in it are the reason.
    """

    id: LinkId
    title: Text
    parts: tuple[LinkId, ...] = Field(min_length=1)
    priority: bool = False


class ReferralConsent(Frozen):
    """The question about sharing with a professional, and its answers that allow it and forbid it."""

    question: LinkId
    yes: Code
    no: Code


class ReferralFacts(Frozen):
    """Which answers a referral reads: the name of the person it is about, and how to reach the author.

    `oneself`: the answer of people who ask for themselves; they are then person and author in one.
    """

    person: LinkId
    contact: LinkId
    oneself: Condition | None = None
    consent: ReferralConsent | None = None


COVER_LISTS = ("who", "reach", "situation", "background")
"""The lists of page 1 that are not parts."""


class Layout(Frozen):
    """Where each answer appears in the summary. Answers it does not name appear under "Other answers".

    `who` to `medicines` make page 1 (`situation` and `background` are the S and B of SBAR). `phrases`: how `who` and
    `reach` read; `short_labels`: of `situation` and `background`. `parts` follow with all answers. `consent_parts`:
    what a caller can agree to share. `referral`: whom a referral is about and from.
    """

    who: tuple[LinkId, ...]
    reach: tuple[LinkId, ...]
    situation: tuple[LinkId, ...]
    background: tuple[LinkId, ...]
    phrases: tuple[Phrase, ...] = ()
    short_labels: tuple[ShortLabel, ...] = ()
    notices: tuple[Notice, ...] = ()
    risk: tuple[RiskPart, ...]
    medicines: MedicinesBox
    parts: tuple[Part, ...]
    timelines: tuple[Timeline, ...] = ()
    informant: InformantNames | None = None
    consent_parts: tuple[ConsentPart, ...] = ()
    referral: ReferralFacts | None = None

    @property
    def part_ids(self) -> frozenset[str]:
        """Everything that a consent part can name."""
        return frozenset((*COVER_LISTS, *(part.id for part in (*self.risk, self.medicines, *self.parts))))
