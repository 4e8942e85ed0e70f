"""Words for the phone: what families can say, and what staff say at the call desk."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from intake.domain.base import Code, Frozen, LinkId, Tag, Text
from intake.domain.questionnaire import Condition
from intake.domain.rules import Tier


class Listener(Frozen):
    """Someone who answers a phone: 911, a doctor, a program.

    `title_elsewhere` replaces `title` in countries without 911 and 988. `intro`: what to know before calling.
    `lines`: purposes of the helplines whose numbers are shown with the script.
    """

    id: LinkId
    title: Text
    title_elsewhere: Text | None = None
    intro: Text | None = None
    lines: tuple[LinkId, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Wording(Frozen):
    """The words for one option inside a sentence."""

    code: Code
    text: Text


class Sentence(Frozen):
    """A sentence to say if all of `when` and none of `unless` are met.

    With a `question`, only if an option in `words` was chosen; `{what}` becomes its words. `as_listed`: options without
    words of their own are said as the question lists them. `calm_text` replaces `text` if nothing urgent was told. A
    script is short: `always` keeps a sentence in it, and one that is `if_asked` is the first to be left for "if they
    ask for more".
    """

    id: LinkId
    text: Text
    calm_text: Text | None = None
    question: LinkId | None = None
    words: tuple[Wording, ...] = ()
    as_listed: bool = False
    always: bool = False
    if_asked: bool = False
    when: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()


class CallText(Frozen):
    """Base of the texts of the call helper. `to`: the listeners it is for. `tags`: withheld with any of these."""

    to: tuple[LinkId, ...] = Field(min_length=1)
    tags: tuple[Tag, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class SayLine(CallText):
    """A line to read aloud, sentence by sentence. `opening`: before the dangers that were told, not after them."""

    id: LinkId
    opening: bool = False
    sentences: tuple[Sentence, ...] = Field(min_length=1)


class TheyAsk(CallText):
    """Something the person who answers may ask, and the question of the intake that has the answer.

    `own`: how they ask someone who calls for themself. `denied`: the answer when the family reported nothing, as an
    answer to what is asked. `or_else`: without an answer, the options named here that were chosen at other questions.
    `unless`: not asked if one of these is met. `calm`: left out if there is danger.
    """

    question: LinkId
    text: Text
    own: Text | None = None
    denied: Text | None = None
    or_else: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    calm: bool = False


class YouAsk(CallText):
    """Something a family can ask, or in the words of `own` someone who calls for themself.

    `calm`: left out if there is danger. `if_any`: only if one of these is met.
    """

    id: LinkId
    text: Text
    own: Text | None = None
    calm: bool = False
    if_any: tuple[Condition, ...] = ()


class CallHelper(Frozen):
    """What to say on the phone, what the other person may ask, and what to ask them, each in order.

    `usual`: the listener when no step calls anyone, and the last script otherwise. If any condition in `advocate` is
    met, it is `after_violence`. If any condition in `own` is met, the family member speaks of themself.
    """

    usual: LinkId | None = None
    after_violence: LinkId | None = None
    advocate: tuple[Condition, ...] = ()
    own: tuple[Condition, ...] = ()
    listeners: tuple[Listener, ...] = ()
    say: tuple[SayLine, ...] = ()
    they_ask: tuple[TheyAsk, ...] = ()
    you_ask: tuple[YouAsk, ...] = ()

    @cached_property
    def listener(self) -> dict[str, Listener]:
        """The listeners by id."""
        return {listener.id: listener for listener in self.listeners}


class DangerWords(Frozen):
    """One kind of danger at the call desk: what staff say to the caller and what they listen for.

    `lines`: the purposes of the helplines that staff may need to call.
    """

    id: LinkId
    tier: Tier
    say: Text
    listen: Text
    lines: tuple[LinkId, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)


class RefusalWords(Frozen):
    """After a caller in danger declines help: what staff say, and what to keep in mind."""

    id: LinkId
    say: Text
    listen: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class SearchWords(Frozen):
    """Comma-separated words that callers and staff use, and the questions that a search for them finds."""

    id: LinkId
    words: Text
    questions: tuple[LinkId, ...] = Field(min_length=1)

    @cached_property
    def separate(self) -> tuple[str, ...]:
        """The words, split at the commas."""
        return tuple(word.strip() for word in self.words.split(",") if word.strip())


class Part2Notice(Frozen):
    """The notice that 42 CFR Part 2 requires, verbatim. `why` tells staff when it belongs on a record."""

    id: LinkId
    notice: Text
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Outcome(Frozen):
    """An outcome of a call. `help_called`: emergency help was called, so a danger needs no follow-up date.

    `to`: the label of what staff must enter with it. `asks_safety`: whether staff are reminded of safety questions when
    the call ends. `follow_up`: only a follow-up ends this way.
    """

    code: Code
    text: Text
    help_called: bool = False
    to: Text | None = None
    asks_safety: bool = True
    follow_up: bool = False


class CardLabel(Frozen):
    """What stands before the answer to a question in a list."""

    question: LinkId
    text: Text


class KindWords(Frozen):
    """What lists call a kind of danger."""

    tier: Tier
    text: Text


class CallDesk(Frozen):
    """What staff at the call desk see in addition to the questions, and which answers the desk itself uses.

    `first_minute`: the questions on the first screen, in order. `call_back`: the question about a safe number to call.
    `names_to_use`: the questions about the name to ask for; the first one with an answer is used. Lists show the
    initials from the answer to `initials_of`, with the answers to `on_card`, after their `card_labels`. `about`: the
    one that says who the call is about. `message`: the answer that allows leaving a message; `do_not_call`: the answer
    that forbids calling. `kinds`: what lists call each kind of danger. `whereabouts`: the questions whose answers say
    where the person in danger is, the most exact first.
    """

    first_minute: tuple[LinkId, ...] = ()
    call_back: LinkId | None = None
    names_to_use: tuple[LinkId, ...] = ()
    initials_of: LinkId | None = None
    on_card: tuple[LinkId, ...] = ()
    about: LinkId | None = None
    do_not_call: Condition | None = None
    card_labels: tuple[CardLabel, ...] = ()
    whereabouts: tuple[LinkId, ...] = ()
    message: Condition | None = None
    kept_without_notes: tuple[LinkId, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    kinds: tuple[KindWords, ...] = ()
    dangers: tuple[DangerWords, ...] = ()
    finds: tuple[SearchWords, ...] = ()
    refused: RefusalWords | None = None
    part_2: Part2Notice | None = None

    @cached_property
    def danger(self) -> dict[Tier, DangerWords]:
        """The words for each kind of danger, by tier."""
        return {danger.tier: danger for danger in self.dangers}

    @cached_property
    def kind(self) -> dict[Tier, str]:
        """What lists call each kind of danger."""
        return {kind.tier: kind.text for kind in self.kinds}

    @cached_property
    def card_label(self) -> dict[str, str]:
        """What stands before an answer in a list, by question."""
        return {label.question: label.text for label in self.card_labels}

    @cached_property
    def outcome(self) -> dict[str, str]:
        """The text of each outcome, by code."""
        return {outcome.code: outcome.text for outcome in self.outcomes}

    def outcome_of(self, code: str) -> Outcome | None:
        """The outcome with a code; None if there is none."""
        return next((outcome for outcome in self.outcomes if outcome.code == code), None)

    @property
    def help_called(self) -> Outcome | None:
        """The outcome "emergency help was called", if there is one."""
        return next((outcome for outcome in self.outcomes if outcome.help_called), None)
