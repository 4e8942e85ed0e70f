"""What to say on the phone: the lines and questions of content/call_helper.toml that fit the family's answers.

Sentences are filled only with words from the content, never with typed text, so each one reads well and blames no one.
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

Text = TypeVar("Text", bound=CallText)


class TheirQuestion(NamedTuple):
    """A question they will ask, and the family's answer; "" if there is none. `verbatim`: the family typed it."""

    text: str
    answer: str
    verbatim: bool


class PhoneScript(NamedTuple):
    """The script of one call: lines to say, questions they will ask, questions to ask them."""

    listener: Listener
    say: tuple[str, ...]
    they_ask: tuple[TheirQuestion, ...]
    you_ask: tuple[str, ...]


def phone_script(content: Content, response: Response, withheld: Collection[Tag]) -> PhoneScript:
    """The script that fits the answers: for an advocate if there is violence, otherwise for someone who finds help."""
    answers, helper = _Answers(content, response), content.call_helper
    listener = Listener.ADVOCATE if any(map(answers.meet, helper.advocate)) else Listener.HELPER
    return PhoneScript(
        listener=listener,
        say=tuple(text for line in _fitting(listener, withheld, helper.say) if (text := answers.line(line))),
        they_ask=tuple(
            TheirQuestion(question.text, *answers.answer(question.question))
            for question in _fitting(listener, withheld, helper.they_ask)
            if answers.apply_to(question.question)
        ),
        you_ask=tuple(question.text for question in _fitting(listener, withheld, helper.you_ask)),
    )


def _fitting(listener: Listener, withheld: Collection[Tag], texts: Iterable[Text]) -> Iterator[Text]:
    """The texts meant for this listener, without those that are withheld."""
    return (text for text in texts if listener in text.to and not {*withheld}.intersection(text.tags))


class _Answers:
    """The answers to questions that apply, in words."""

    def __init__(self, content: Content, response: Response) -> None:
        self.items = content.questionnaire.items
        self.words = Translator(content.language)
        self.response = response
        self.asked = {asked.key: asked.link_id for asked in route(content.questionnaire, response)}

    def apply_to(self, link_id: str) -> bool:
        """Whether the question applies; in a repeating section it always does."""
        return link_id in self.asked.values() or not self.items[link_id].enable_when

    def meet(self, condition: Condition) -> bool:
        """Whether the answers meet a condition."""
        item, answer = self.items[condition.question], self.response.by_key.get(condition.question)
        return truth_of(condition, item, answer) is Truth.MET

    def codes(self, link_id: str) -> tuple[str, ...]:
        """The codes or texts of the answers, for every entry."""
        answers = self.response.by_question.get(link_id, ())
        return tuple(code for answer in answers if answer.key in self.asked and answer.given for code in answer.codes)

    def answer(self, link_id: str) -> tuple[str, bool]:
        """The answer in words, and whether the family typed it."""
        item, codes = self.items[link_id], self.codes(link_id)
        typed = item.type in TYPED
        return "; ".join(codes if typed else (item.by_code[code].text for code in codes)), typed

    def line(self, line: SayLine) -> str:
        """The sentences of a line that can be filled, joined; "" if none."""
        return " ".join(text for sentence in line.sentences if (text := self._filled(sentence)))

    def _filled(self, sentence: Sentence) -> str:
        """The sentence with the words for the answers; "" if it needs an answer that is missing."""
        if sentence.question is None:
            return sentence.text
        codes = self.codes(sentence.question)
        words = [word.text for word in sentence.words if word.code in codes]
        return sentence.text.format(what=self.words.listed(words)) if words else ""
