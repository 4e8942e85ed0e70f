"""What to say on the phone: one script for each person a step calls, from content/call_helper.toml and the rules met.

Sentences are filled only with words from the content, never with typed text, so each one reads well and blames no one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import NamedTuple, TypeVar

from intake.brief.first_person import in_first_person
from intake.brief.step_words import asks_for_self, step_words
from intake.brief.uncovered import uncovered
from intake.brief.words_abroad import words_abroad
from intake.domain.assessing import doubted_answers
from intake.domain.assessment import Assessment
from intake.domain.call_texts import CallText, Listener, SayLine, Sentence, TheyAsk, YouAsk
from intake.domain.conditions import truth_of
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.local_helplines import elsewhere, lines_for, that_reach_them
from intake.domain.questionnaire import TYPED, Condition, Operator
from intake.domain.response import Response
from intake.domain.routing import route
from intake.domain.rules import Rule, Truth
from intake.i18n import Translator

MOST_WITHOUT_ANSWER = 5
MOST_SENTENCES = 6
"""A frightened person reads no more than this to someone on the phone."""
MOST_WORDS = 120

Text = TypeVar("Text", bound=CallText)
Asking = TypeVar("Asking", TheyAsk, YouAsk)


class TheirQuestion(NamedTuple):
    """A question they will ask, and the family's answer; "" if there is none. `verbatim`: the family typed it."""

    text: str
    answer: str
    verbatim: bool


class PhoneScript(NamedTuple):
    """The script of one call: lines to say, questions they will ask, questions to ask them.

    `intro`: what to know before calling. `more`: what to say only if they ask. `lines`: the helplines to call.
    `besides`: the other steps to take.
    """

    listener: Listener
    title: str
    intro: str
    lines: tuple[Helpline, ...]
    say: tuple[str, ...]
    more: tuple[str, ...]
    they_ask: tuple[TheirQuestion, ...]
    you_ask: tuple[str, ...]
    besides: tuple[str, ...]


class _Said(NamedTuple):
    """One thing to say. `line`: what is said in one breath with it. `rank`: the lowest is kept first."""

    text: str
    line: str
    rank: int

    @property
    def sentences(self) -> int:
        return len(re.findall(r"[.?!](?=\s|$)", self.text))

    @property
    def words(self) -> int:
        return len(self.text.split())


_ALWAYS, _WORST, _OPENING, _WHY, _DANGER, _CLOSING, _IF_ASKED = range(7)


def phone_scripts(content: Content, response: Response, assessment: Assessment) -> tuple[PhoneScript, ...]:
    """One script for each listener that the steps call, in their order, then the usual one.

    Each says who the call is about and where they are, then what made a step call that listener, most urgent first. The
    first script and the usual one tell everything urgent. What does not fit into a few sentences is there if they ask.
    """
    calls = _Calls(content, response, assessment)
    return tuple(calls.script(listener) for listener in calls.listeners)


class _Calls:
    """The answers and the assessment in words, for every script."""

    def __init__(self, content: Content, response: Response, assessment: Assessment) -> None:
        self.content, self.response, self.assessment = content, response, assessment
        self.helper = content.call_helper
        self.items = content.questionnaire.items
        self.words = Translator(content.language)
        self.asked = {asked.key: asked.link_id for asked in route(content.questionnaire, response)}
        self.elsewhere = elsewhere(content, response)
        self.for_self = asks_for_self(content, response)
        self.steps = (*assessment.steps, *assessment.also_today)

    @cached_property
    def usual(self) -> Listener | None:
        """The listener whom no step has to call: an advocate if there is violence."""
        name = self.helper.after_violence if any(map(self.meet, self.helper.advocate)) else self.helper.usual
        return self.helper.listener[name] if name else None

    @cached_property
    def step_texts(self) -> tuple[str, ...]:
        """Each step in one line, in the words of the result."""
        believed = self.response.without(*doubted_answers(self.content, self.assessment.met))
        return tuple(step_words(self.content, self.response, believed, step).text for step in self.steps)

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """The listeners that the steps call, in the order of the steps, then the usual one."""
        called = (self.content.action[step.action].listener for step in self.steps)
        names = [*filter(None, called), *([self.usual.id] if self.usual else [])]
        return tuple(self.helper.listener[name] for name in dict.fromkeys(names))

    @cached_property
    def spoken(self) -> tuple[Rule, ...]:
        """The met rules that have something to say, most urgent first."""
        met = (self.content.rule[finding.rule] for finding in self.assessment.met)
        return tuple(sorted((rule for rule in met if rule.say), key=lambda rule: rule.urgency))

    @cached_property
    def urgent(self) -> bool:
        """Whether a RED or ORANGE rule is met."""
        return any(rule.is_urgent for rule in self.spoken)

    def script(self, listener: Listener) -> PhoneScript:
        """The script of the call to one listener."""
        told = self.told(listener)
        texts = list(self.fitting(listener, self.helper.say))
        about_self = bool(told) and all(rule.is_about_writer for rule in told)
        why = next((rule for rule in told if self.is_called_by(listener, rule)), None)
        say, more = _shortened(self.everything(texts, told, why, about_self=about_self))
        lines = lines_for(self.content, self.response, self.purposes(listener), self.assessment.on)
        return PhoneScript(
            listener=listener,
            title=(listener.title_elsewhere if self.elsewhere else None) or listener.title,
            intro=self.placed(listener.intro or ""),
            lines=lines if about_self else that_reach_them(self.content, self.response, lines),
            say=tuple(map(self.placed, say)),
            more=tuple(map(self.placed, more)),
            # The answers are about the loved one: who calls for themself about their own danger is asked afresh.
            they_ask=() if about_self and not self.for_self else tuple(self.their_questions(listener)),
            you_ask=tuple(
                self.placed(self.asked_by_self(text) if about_self or self.for_self else text.text)
                for text in self.calm(self.fitting(listener, self.helper.you_ask))
                if not text.if_any or any(map(self.meet, text.if_any))
            ),
            besides=tuple(
                text
                for step, text in zip(self.steps, self.step_texts, strict=True)
                if self.content.action[step.action].listener != listener.id
            ),
        )

    def placed(self, text: str) -> str:
        """The text, with numbers that work where the person is."""
        return words_abroad(text, self.content.place.abroad, own=self.for_self) if self.elsewhere else text

    def everything(
        self, lines: list[SayLine], told: tuple[Rule, ...], why: Rule | None, *, about_self: bool
    ) -> Iterator[_Said]:
        """All that this listener could be told, in the order to say it. `why`: the worst that led to this call.

        An advocate hears of the violence, however many other dangers there are.
        """
        if about_self:
            yield _Said(self.words.ui("I am calling for myself."), "", _ALWAYS)
        else:
            yield from (said for line in lines if line.opening for said in self.line(line, (), _OPENING))
        for place, rule in enumerate(told):
            rank = _WORST if place == 0 else _WHY if rule == why else _DANGER
            yield _Said(self.voiced(self.said_by(rule)), rule.id, rank)
        if not about_self:
            yield from (said for line in lines if not line.opening for said in self.line(line, told, _CLOSING))

    def said_by(self, rule: Rule) -> str:
        """What a rule says, with what was picked at the questions in braces: of the options its conditions name.

        An option is said as other sentences about the same question say it.
        """

        def picked(slot: re.Match[str]) -> str:
            link_id = slot[1]
            named = {code for condition in rule.when if condition.question == link_id for code in condition.codes}
            by_code = self.items[link_id].by_code
            words = {word.code: word.text for sentence in self.sentences_on(link_id) for word in sentence.words}
            texts = [words.get(code, by_code[code].text) for code in self.codes(link_id) if code in named]
            # "GHB" keeps its capitals; "Choked someone" goes on inside a sentence.
            return self.words.listed(
                [text if text[1:2].isupper() else f"{text[0].lower()}{text[1:]}" for text in texts]
            )

        return re.sub(r"\{(\w+)\}", picked, rule.say or "")

    def sentences_on(self, link_id: str) -> tuple[Sentence, ...]:
        """The sentences about what was picked at a question, without those whose words are whole sentences."""
        sentences = (sentence for line in self.helper.say for sentence in line.sentences)
        return tuple(one for one in sentences if one.question == link_id and one.text != "{what}")

    def voiced(self, text: str) -> str:
        """A sentence as the family member says it: in the first person if they ask for themselves."""
        return in_first_person(text, self.content.language) if self.for_self else text

    def asked_by_self(self, text: YouAsk) -> str:
        """A question to ask, by someone who calls for themself."""
        return text.own or in_first_person(text.text, self.content.language)

    def told(self, listener: Listener) -> tuple[Rule, ...]:
        """What to tell this listener: what calls them and, in the first and the usual script, everything urgent.

        The first script has the most urgent first, the others what calls the listener.
        """
        first = listener == self.listeners[0]
        everything = first or listener == self.usual
        calls = {rule.id: self.is_called_by(listener, rule) for rule in self.spoken}
        told = [rule for rule in uncovered(self.spoken) if calls[rule.id] or (everything and rule.is_urgent)]
        if first:  # of what is equally urgent, what the call is for
            return tuple(sorted(told, key=lambda rule: (rule.urgency, not calls[rule.id])))
        return tuple(sorted(told, key=lambda rule: not calls[rule.id]))

    def is_called_by(self, listener: Listener, rule: Rule) -> bool:
        """Whether a step that calls this listener is there because of the rule, or of one that it covers."""
        steps = (step for step in self.steps if self.content.action[step.action].listener == listener.id)
        return any(not {rule.id, *rule.covers}.isdisjoint(step.rules) for step in steps)

    def purposes(self, listener: Listener) -> tuple[str, ...]:
        """The helpline purposes for this call: the listener's, and those of the steps that only they can serve."""
        others = {purpose for other in self.helper.listeners if other != listener for purpose in other.lines}
        calling = (self.content.action[step.action] for step in self.steps)
        of_steps = (purpose for action in calling if action.listener == listener.id for purpose in action.lines)
        return (*listener.lines, *(purpose for purpose in of_steps if purpose not in others))

    def fitting(self, listener: Listener, texts: Iterable[Text]) -> Iterator[Text]:
        """The texts meant for this listener, without those that are withheld."""
        withheld = {*self.assessment.withheld}
        return (text for text in texts if listener.id in text.to and withheld.isdisjoint(text.tags))

    def calm(self, texts: Iterable[Asking]) -> Iterator[Asking]:
        """The questions, in danger without those that can wait."""
        return (text for text in texts if not (text.calm and self.urgent))

    def their_questions(self, listener: Listener) -> Iterator[TheirQuestion]:
        """The questions they will ask: all with an answer, and the first few without one."""
        without_answer = 0
        for question in self.calm(self.fitting(listener, self.helper.they_ask)):
            if self.applies(question.question) and not any(map(self.meet, question.unless)):
                text = (question.own if self.for_self else None) or question.text
                found = TheirQuestion(self.placed(text), *self.answer(question))
                without_answer += not found.answer
                if found.answer or without_answer <= MOST_WITHOUT_ANSWER:
                    yield found

    # --- answers ---

    def applies(self, link_id: str) -> bool:
        """Whether the question applies; in a repeating section it always does."""
        return link_id in self.asked.values() or not self.items[link_id].enable_when

    def meet_now(self, condition: Condition) -> bool:
        """Whether an answer to a question that applies meets a condition."""
        return condition.question in self.asked and self.meet(condition)

    def meet(self, condition: Condition) -> bool:
        """Whether the answers meet a condition, even those to questions that no longer apply."""
        item, answer = self.items[condition.question], self.response.by_key.get(condition.question)
        return truth_of(condition, item, answer) is Truth.MET

    def codes(self, link_id: str) -> tuple[str, ...]:
        """The codes or texts of the answers, for every entry."""
        answers = (answer for answer in self.response.answers if answer.link_id == link_id)
        return tuple(code for answer in answers if answer.key in self.asked and answer.given for code in answer.codes)

    def answer(self, asked: TheyAsk) -> tuple[str, bool]:
        """The answer in words, and whether the family typed it."""
        item, codes = self.items[asked.question], self.codes(asked.question)
        if item.type in TYPED:
            return "; ".join(codes), True
        options = [item.by_code[code] for code in codes]
        if asked.denied and options and all(option.exclusive and not option.sign for option in options):
            return asked.denied, False
        if not options:
            options = [
                self.items[other.question].by_code[code]
                for other in asked.or_else
                for code in self.codes(other.question)
                if code in other.codes
            ]
        return "; ".join(option.text for option in options), False

    def line(self, line: SayLine, told: Iterable[Rule], rank: int) -> Iterator[_Said]:
        """The sentences of a line that can be said. What the rules in `told` say is left out."""
        said = {
            (condition.question, code)
            for rule in told
            if rule.say
            for condition in rule.when
            if self.items[condition.question].safety and condition.operator is Operator.EQUALS
            for code in condition.codes
            if len(condition.codes) == 1 or f"{{{condition.question}}}" in rule.say
        }
        for sentence in line.sentences:
            if text := self.filled(sentence, said):
                own = _ALWAYS if sentence.always else _IF_ASKED if sentence.if_asked else rank
                yield _Said(self.voiced(text), line.id, own)

    def filled(self, sentence: Sentence, said: set[tuple[str, str]]) -> str:
        """The sentence with the words for the answers; "" if it does not fit, or needs an answer that is missing."""
        if not all(map(self.meet_now, sentence.when)) or any(map(self.meet_now, sentence.unless)):
            return ""
        text = (None if self.urgent else sentence.calm_text) or sentence.text
        if sentence.question is None:
            return text
        item, codes = self.items[sentence.question], self.codes(sentence.question)
        own = {word.code: word.text for word in sentence.words}
        listed = {code: option.text for code, option in item.by_code.items()} if sentence.as_listed else {}
        words = [text for code, text in (listed | own).items() if code in codes and (item.link_id, code) not in said]
        return text.format(what=self.words.listed(words)) if words else ""


def _shortened(said: Iterable[_Said]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What to say, each thing once, and what only if they ask: the most important few sentences come first."""
    said = list({one.text: one for one in reversed(list(said)) if one.text}.values())[::-1]
    kept: list[_Said] = []
    full = False
    for one in sorted(said, key=lambda one: one.rank):
        sentences = sum(each.sentences for each in (*kept, one))
        words = sum(each.words for each in (*kept, one))
        most = MOST_SENTENCES + (one.rank == _WHY)  # why they are called is worth one more
        if one.rank <= _WORST or (sentences <= most and words <= MOST_WORDS and not full):
            kept.append(one)
        elif one.rank >= _DANGER:
            full = True  # what comes next is less urgent: it is not told in its place
    return _joined(one for one in said if one in kept), _joined(one for one in said if one not in kept)


def _joined(said: Iterable[_Said]) -> tuple[str, ...]:
    """What is said in one breath, as one line each."""
    lines: dict[str, list[str]] = {}
    for one in said:
        lines.setdefault(one.line, []).append(one.text)
    return tuple(" ".join(texts) for texts in lines.values())
