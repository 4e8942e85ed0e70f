"""What to say on the phone: the lines, questions and answers of content/call_helper.toml that fit what was told.

Nothing a family typed is put into a sentence: only words of the content, so that each one reads well and blames nobody.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple, TypeVar

from intake.domain.base import Tag
from intake.domain.call_texts import CallText, Listener, SayLine, Sentence
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Condition
from intake.domain.response import Response
from intake.domain.routing import route
from intake.domain.rules import Truth
from intake.i18n import Translator

Kind = TypeVar("Kind", bound=CallText)


class TheirQuestion(NamedTuple):
    """What they will ask, and what was told: "" for nothing; `verbatim` where the family typed it."""

    text: str
    answer: str
    verbatim: bool


class PhoneScript(NamedTuple):
    """Everything for one call: lines to read out, what they will ask, what one can ask."""

    listener: Listener
    say: tuple[str, ...]
    they_ask: tuple[TheirQuestion, ...]
    you_ask: tuple[str, ...]


def phone_script(content: Content, response: Response, withheld: Collection[Tag]) -> PhoneScript:
    """The call that fits: to an advocate where there is violence, to somebody who finds help anywhere else."""
    told, helper = _Told(content, response), content.call_helper
    listener = Listener.ADVOCATE if any(map(told.meets, helper.advocate)) else Listener.HELPER
    return PhoneScript(
        listener=listener,
        say=tuple(line for one in _for(listener, withheld, helper.say) if (line := told.line(one))),
        they_ask=tuple(
            TheirQuestion(one.text, *told.answer(one.question))
            for one in _for(listener, withheld, helper.they_ask)
            if told.applies(one.question)
        ),
        you_ask=tuple(one.text for one in _for(listener, withheld, helper.you_ask)),
    )


def _for(listener: Listener, withheld: Collection[Tag], some: Iterable[Kind]) -> Iterator[Kind]:
    return (one for one in some if listener in one.to and not {*withheld}.intersection(one.tags))


class _Told:
    """What was told, to questions that apply."""

    def __init__(self, content: Content, response: Response) -> None:
        self.items = content.questionnaire.items
        self.words = Translator(content.language)
        self.response = response
        self.asked = {asked.key: asked.link_id for asked in route(content.questionnaire, response)}

    def applies(self, link_id: str) -> bool:
        """Whether the question fits; one of a section that repeats always does."""
        return link_id in self.asked.values() or not self.items[link_id].enable_when

    def meets(self, condition: Condition) -> bool:
        """Whether an answer meets a condition."""
        item, answer = self.items[condition.question], self.response.by_key.get(condition.question)
        return truth_of(condition, item, answer) is Truth.MET

    def codes(self, link_id: str) -> tuple[str, ...]:
        """What was picked or typed, of every entry."""
        answers = self.response.by_question.get(link_id, ())
        return tuple(code for one in answers if one.key in self.asked and one.given for code in one.codes)

    def answer(self, link_id: str) -> tuple[str, bool]:
        """The answer in words, and whether the family typed it."""
        item, codes = self.items[link_id], self.codes(link_id)
        typed = item.type in TYPED
        return "; ".join(codes if typed else (item.by_code[code].text for code in codes)), typed

    def line(self, line: SayLine) -> str:
        """The sentences of a line that can be said."""
        return " ".join(said for sentence in line.sentences if (said := self._said(sentence)))

    def _said(self, sentence: Sentence) -> str:
        if sentence.question is None:
            return sentence.text
        codes = self.codes(sentence.question)
        words = [word.text for word in sentence.words if word.code in codes]
        return sentence.text.format(what=self.words.listed(words)) if words else ""
