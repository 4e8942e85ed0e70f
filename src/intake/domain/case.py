"""One case, several informants: what each of them told, kept apart and read together.

Nothing that one person said replaces what another one said. Danger and hold rules read the gravest statement, an absent
answer never outweighs a given one, and the order of informants does not matter.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from intake.domain.base import Code, Frozen
from intake.domain.questionnaire import ADDED, Item, ItemType, Questionnaire
from intake.domain.response import Answer, Response


class Informant(Frozen):
    """A person who told something about the case, and what they told.

    `name`: a name or initials; `relation`: the code of their relationship. `confidential`: what they told is not read
    back to others, nor in files made for others.
    """

    id: Code
    name: str = ""
    relation: str = ""
    confidential: bool = False
    response: Response


class Statement(NamedTuple):
    """One informant's answer."""

    informant: Informant
    answer: Answer


class JoinedResponse(Response):
    """The answers of several informants, read together.

    `answers` has one answer for each key, the gravest that was given: it decides which questions apply and what a row
    shows first. `statements` has all of them. The first informant is the one on the line, if that is known. Without
    `named`, informants are called by their relationship.
    """

    informants: tuple[Informant, ...]
    named: bool = True

    @cached_property
    def statements(self) -> dict[str, tuple[Answer, ...]]:
        """Every answer by key, in the order of the informants."""
        return {key: tuple(one.answer for one in said) for key, said in self.said.items()}

    @cached_property
    def by_question(self) -> dict[str, tuple[Answer, ...]]:
        """Every answer by link_id, of all informants."""
        answers: dict[str, tuple[Answer, ...]] = {}
        for key, told in self.statements.items():
            link_id = key.partition("@")[0]
            answers[link_id] = (*answers.get(link_id, ()), *told)
        return answers

    @cached_property
    def said(self) -> dict[str, tuple[Statement, ...]]:
        """Who answered what, by key."""
        said: dict[str, tuple[Statement, ...]] = {}
        for informant in self.informants:
            for answer in informant.response.answers:
                said[answer.key] = (*said.get(answer.key, ()), Statement(informant, answer))
        return said

    def _with(self, answers: tuple[Answer, ...]) -> Response:
        """With these leading answers; what the informants said to the other keys is left out too."""
        keys = {answer.key for answer in answers}
        informants = tuple(
            one.model_copy(
                update={"response": one.response.without(*(key for key in one.response.by_key if key not in keys))}
            )
            for one in self.informants
        )
        return JoinedResponse(
            content_version=self.content_version,
            language=self.language,
            answers=answers,
            informants=informants,
            named=self.named,
        )


def join(questionnaire: Questionnaire, informants: Iterable[Informant], *, speaking: str = "") -> JoinedResponse:
    """What these informants told, read together. `speaking`: the one whose answers about themself come first.

    Entries that two informants added under the same name are told apart. Raises ValueError without an informant.
    """
    apart = _with_own_entries(sorted(informants, key=lambda one: one.id))
    if not apart:
        raise ValueError("a case has at least one informant")
    ordered = tuple(sorted(apart, key=lambda one: one.id != speaking))
    answers: dict[str, Answer] = {}
    for informant in ordered:
        for answer in informant.response.answers:
            item, earlier = questionnaire.items[answer.link_id], answers.get(answer.key)
            answers[answer.key] = answer if earlier is None else _leading(item, earlier, answer)
    return JoinedResponse(
        content_version=ordered[0].response.content_version,
        language=ordered[0].response.language,
        answers=tuple(answers.values()),
        informants=ordered,
    )


def next_informant_id(informants: Iterable[Informant]) -> str:
    """An id for one more informant: "i1", "i2", and so on."""
    return f"i{max((int(one.id[1:]) for one in informants), default=0) + 1}"


def without_names(response: Response) -> Response:
    """The same answers with nobody called by name."""
    if not isinstance(response, JoinedResponse):
        return response
    return JoinedResponse(
        content_version=response.content_version,
        language=response.language,
        answers=response.answers,
        informants=tuple(one.model_copy(update={"name": ""}) for one in response.informants),
        named=False,
    )


def without_confidential(questionnaire: Questionnaire, response: Response) -> Response:
    """The answers that the person on the line, or their file, may show: without what others told in confidence."""
    if not isinstance(response, JoinedResponse):
        return response
    listener, *others = response.informants
    heard = [listener, *(one for one in others if not one.confidential)]
    if len(heard) == len(response.informants):
        return response
    return join(questionnaire, heard, speaking=listener.id) if len(heard) > 1 else listener.response


def differences(questionnaire: Questionnaire, response: Response) -> tuple[str, ...]:
    """The keys of answers in which informants contradict each other, in asking order.

    Answers about the person who gives them, typed text, and absent answers never do. With several choices, one reports
    a sign, or says yes without saying to what, and another denies all of them.
    """
    differing = [
        key
        for key, answers in response.statements.items()
        if len(answers) > 1 and _differ(questionnaire.items[answers[0].link_id], answers)
    ]
    return tuple(sorted(differing, key=lambda key: (questionnaire.places[key.partition("@")[0]], key)))


def _differ(item: Item, answers: tuple[Answer, ...]) -> bool:
    given = [answer.codes for answer in answers if answer.given or answer.unnamed]
    if item.about_informant or len(given) < 2:  # noqa: PLR2004 - it takes two to differ
        return False
    if item.type is ItemType.CHOICE:
        return len(set(given)) > 1
    if item.type is ItemType.CHOICES:
        nothing = [
            bool(codes) and all(item.by_code[code].exclusive or item.by_code[code].sign is False for code in codes)
            for codes in given
        ]
        return any(nothing) and not all(nothing)
    return False


def _leading(item: Item, first: Answer, second: Answer) -> Answer:
    """The graver of two answers to one question, or all that both report; of equals, the first.

    An answer that is given comes before one that is not; a yes without saying to what, before a denial.
    """
    for one, other in ((first, second), (second, first)):
        if one.unnamed and not item.opened_by(other.codes):
            return one
    if not (first.given and second.given) or not item.options:
        return first if first.given or not second.given else second
    if item.type is ItemType.CHOICES:
        reported = tuple(
            option.code
            for option in item.options
            if option.code in (*first.codes, *second.codes) and not option.exclusive
        )
        return first.model_copy(update={"value": reported}) if reported else first
    return max(first, second, key=lambda answer: _gravity(item, answer))


def _gravity(item: Item, answer: Answer) -> tuple[int, int]:
    """How grave the answer to a single choice is: a sign, then its place in a rising order."""
    option = item.by_code[answer.codes[0]]
    sign = 2 if option.sign else 1 if option.sign is None else 0
    return sign, item.rank[option.code] if item.ordered else 0


def _with_own_entries(informants: Iterable[Informant]) -> list[Informant]:
    """The informants, with new names for added entries that an earlier one uses: "n1" of two people are two things."""
    taken: set[str] = set()
    result = []
    for informant in informants:
        own = dict.fromkeys(answer.entry for answer in informant.response.answers if ADDED.fullmatch(answer.entry))
        names: dict[str, str] = {}
        for entry in own:
            free = entry
            while free in taken or free in names.values() or (free != entry and free in own):
                free = f"n{int(free[1:]) + 1}"
            names[entry] = free
        taken.update(names.values())
        result.append(informant.model_copy(update={"response": _renamed(informant.response, names)}))
    return result


def _renamed(response: Response, names: dict[str, str]) -> Response:
    if all(entry == name for entry, name in names.items()):
        return response
    answers = tuple(
        answer.model_copy(update={"entry": names.get(answer.entry, answer.entry)}) for answer in response.answers
    )
    return response.model_copy(update={"answers": answers})
