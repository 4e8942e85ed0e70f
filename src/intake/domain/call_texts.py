"""What is said on the phone: by families, and by staff at the call desk."""

from __future__ import annotations

from enum import StrEnum
from functools import cached_property

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Tag, Text
from intake.domain.questionnaire import Condition
from intake.domain.rules import Tier


class Listener(StrEnum):
    """Whom one speaks to: somebody who finds help, or, where there is violence, an advocate."""

    HELPER = "helper"
    ADVOCATE = "advocate"


class Wording(Frozen):
    """How one option is said inside a sentence."""

    code: Code
    text: Text


class Sentence(Frozen):
    """A sentence to say. With a `question`: when an option in `words` was picked; `{what}` is how these are said."""

    id: LinkId
    text: Text
    question: LinkId | None = None
    words: tuple[Wording, ...] = ()


class CallText(Frozen):
    """What each text of the call helper has: `to` whom it is for, and the tags with which it is withheld."""

    to: tuple[Listener, ...] = (Listener.HELPER,)
    tags: tuple[Tag, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class SayLine(CallText):
    """A line to read out: its sentences one after the other."""

    id: LinkId
    sentences: tuple[Sentence, ...] = Field(min_length=1)


class TheyAsk(CallText):
    """What somebody who answers the phone wants to know, and the question of ours that has the answer."""

    question: LinkId
    text: Text


class YouAsk(CallText):
    """What a family can ask."""

    id: LinkId
    text: Text


class CallHelper(Frozen):
    """What to say on the phone, what they will ask and what one can ask, each in order.

    The call is to an advocate when one of the conditions in `advocate` is met.
    """

    advocate: tuple[Condition, ...] = ()
    say: tuple[SayLine, ...] = ()
    they_ask: tuple[TheyAsk, ...] = ()
    you_ask: tuple[YouAsk, ...] = ()


class DangerWords(Frozen):
    """One kind of danger at the call desk: what is said to the caller, and what staff listen for."""

    id: LinkId
    tier: Tier
    say: Text
    listen: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class RefusalWords(Frozen):
    """After the caller declined help in a danger: what is said to them, and what staff heed."""

    id: LinkId
    say: Text
    listen: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class FindWords(Frozen):
    """Words that callers and staff use, with commas between them, and the questions they lead to."""

    id: LinkId
    words: Text
    questions: tuple[LinkId, ...] = Field(min_length=1)

    @cached_property
    def each(self) -> tuple[str, ...]:
        """The words, one by one."""
        return tuple(word.strip() for word in self.words.split(",") if word.strip())


class PartTwo(Frozen):
    """The notice of 42 CFR Part 2, word for word; `why` says to staff when it belongs on a record."""

    id: LinkId
    notice: Text
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Outcome(Frozen):
    """How a call can end. `help_called`: emergency help was called, so danger needs no follow-up day."""

    code: Code
    text: Text
    help_called: bool = False


class CallDesk(Frozen):
    """What staff at the call desk see besides the questions, and which questions the desk itself reads.

    `first_minute`: asked on one screen, in this order. `call_back`: the question with the safe number. `names_to_use`:
    questions with the name to ask for; the first one with an answer counts. A list shows the initials in the answer to
    `initials_of`, and beside them the answers to `on_card`. `message`: the answer that allows leaving a message.
    """

    first_minute: tuple[LinkId, ...] = ()
    call_back: LinkId | None = None
    names_to_use: tuple[LinkId, ...] = ()
    initials_of: LinkId | None = None
    on_card: tuple[LinkId, ...] = ()
    message: Condition | None = None
    outcomes: tuple[Outcome, ...] = ()
    dangers: tuple[DangerWords, ...] = ()
    finds: tuple[FindWords, ...] = ()
    refused: RefusalWords | None = None
    part_2: PartTwo | None = None

    @cached_property
    def danger(self) -> dict[Tier, DangerWords]:
        """What is said, by kind of danger."""
        return {one.tier: one for one in self.dangers}

    @cached_property
    def outcome(self) -> dict[str, str]:
        """How a call can end: code to words."""
        return {outcome.code: outcome.text for outcome in self.outcomes}

    @property
    def help_called(self) -> Outcome | None:
        """The outcome which says that emergency help was called."""
        return next((outcome for outcome in self.outcomes if outcome.help_called), None)
