"""Fields of a record derived from its answers: how it is found, and how lists show and order it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from intake.domain.assessment import Assessment
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Asked
from intake.domain.response import Absent, Response
from intake.domain.rules import Level, Tier

PART_2_MARK = "part_2"  # on a card; no question has this name
_INITIALS_LENGTH = 3  # a single word of at most this many characters already counts as initials


class IndexFields(TypedDict):
    """Keyword arguments of `Records.save` that follow from the answers.

    `search_terms`: names and telephone numbers. `card`: link_id to initials, codes or typed text. `must_ask`: how many
    applicable safety questions were not asked. `region`: code of the state or province, None if unknown.
    """

    search_terms: tuple[str, ...]
    card: dict[str, str]
    urgency: int
    must_ask: int
    region: str | None


def index_fields_of(content: Content, response: Response, applying: Iterable[Asked], tier: Tier) -> IndexFields:
    """Derive the fields from the answers. `applying` are the questions that apply."""
    answers, items = response.by_key, content.questionnaire.items
    personal = (Personal.NAME, Personal.CONTACT)
    names = (
        code
        for answer in response.answers
        if (item := items.get(answer.link_id)) is not None and item.personal in personal
        for code in answer.codes
    )
    return IndexFields(
        search_terms=tuple(names),
        card=_card(content, response),
        urgency=tier.urgency,
        must_ask=count_must_ask(response, applying),
        region=next(
            (answers[key].codes[0] for key in content.place.regions if key in answers and answers[key].given), None
        ),
    )


def with_part_2(fields: IndexFields) -> IndexFields:
    """The fields of a record with a Part 2 program as a source: lists mark it, and a search for "Part 2" finds it."""
    return {
        **fields,
        "search_terms": (*fields["search_terms"], "Part 2"),
        "card": {**fields["card"], PART_2_MARK: "yes"},
    }


def dangers(content: Content, assessment: Assessment) -> frozenset[str]:
    """The tiers of danger in an assessment, and the ids of the actions to take now that their rules recommend."""
    kinds = {tier for tier in assessment.tiers if tier.level is Level.RED}
    rules = [rule for met in assessment.met if (rule := content.rule[met.rule]).tier in kinds]
    steps = {step for rule in rules for step in rule.recommend if content.action[step].when == "now"}
    return frozenset({str(kind) for kind in kinds} | steps)


def was_asked(response: Response, key: str) -> bool:
    """Whether a question was asked: it has an answer, or a reason for having none such as "I do not know"."""
    answer = response.by_key.get(key)
    return answer is not None and answer.absent is not Absent.NOT_ASKED


def count_must_ask(response: Response, questions: Iterable[Asked]) -> int:
    """How many of the questions are about safety and were not asked yet."""
    return sum(asked.item.safety and not was_asked(response, asked.key) for asked in questions)


def current_card(content: Content, saved: dict[str, str]) -> dict[str, str]:
    """A card with the present link_ids: stored cards are not rewritten when content renames a question."""
    return {content.current_names.get(link_id, link_id): words for link_id, words in saved.items()}


def card_texts(content: Content, card: dict[str, str]) -> tuple[str, ...]:
    """What a card says apart from the initials, as one text for each question."""
    items = content.questionnaire.items
    fields = ((items[key], card[key]) for key in content.call_desk.on_card if key in card and key in items)
    return tuple(
        f"{item.label}: {value}"
        if item.type in TYPED
        else f"{item.label}: " + ", ".join(item.by_code[code].text for code in value.split(",") if code in item.by_code)
        for item, value in fields
    )


def initials(name: str) -> str:
    """The initials of a name. Text that looks like initials already is returned as it is."""
    words = name.replace(".", " ").split()
    if len(words) == 1 and len(name) <= _INITIALS_LENGTH:
        return name
    return " ".join(f"{word[0].upper()}." for word in words)


def _card(content: Content, response: Response) -> dict[str, str]:
    answers, desk = response.by_key, content.call_desk
    card = {key: ",".join(answers[key].codes) for key in desk.on_card if key in answers and answers[key].given}
    name = answers.get(desk.initials_of or "")
    if name is not None and name.given:
        card[name.link_id] = initials(name.codes[0])
    return card
