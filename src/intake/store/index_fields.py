"""Fields of a record derived from its answers: how it is found, and how lists show and order it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple, TypedDict

from intake.domain.assessment import Assessment
from intake.domain.base import Personal
from intake.domain.case import JoinedResponse
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Asked, Item
from intake.domain.response import Absent, Response
from intake.domain.rules import Level, Tier
from intake.store.name_folding import is_ideographic, without_titles

# Fields of a call that lists show. They are in stored records.
FOLLOW_UP_REASON, PROMISED, FOLLOW_UP_SAFE = "follow_up_reason", "first_step", "follow_up_safe"
# Their keys on a card, with a character that no link_id has.
REASON, FIRST_STEP, SAFE_TO_CALL = "follow-up.reason", "follow-up.first-step", "follow-up.safe"
PART_2_WORDS = "Part 2"
PART_2_MARK = "part_2"  # on a card; no question has this name
_CALL_ON_CARD = {REASON: FOLLOW_UP_REASON, FIRST_STEP: PROMISED, SAFE_TO_CALL: FOLLOW_UP_SAFE}
_VIRAMA = 9  # its combining class
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_WRITTEN_FIRST = "เแโใไເແໂໃໄ"
_INITIALS = re.compile(r"\w{1,3}")  # written in capitals, these already are initials


class SafeToCall(StrEnum):
    """What staff noted about calling back."""

    YES = "yes"
    NO = "no"
    ASK = "ask"


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
    """Derive the fields from the answers. `applying` are the questions that apply.

    The names and numbers of every informant find the record.
    """
    answers = response.by_key
    return IndexFields(
        search_terms=search_terms_of(content, response),
        card=_card(content, response),
        urgency=tier.urgency,
        must_ask=count_must_ask(response, applying),
        region=next(
            (answers[key].codes[0] for key in content.place.regions if key in answers and answers[key].given), None
        ),
    )


def search_terms_of(content: Content, response: Response) -> tuple[str, ...]:
    """The names and numbers by which a record is found."""
    return tuple(dict.fromkeys(_names_and_numbers(content, response)))


def with_follow_up(fields: IndexFields, call: Mapping[str, str]) -> IndexFields:
    """The fields with what lists show of a follow-up: its reason, the first step, and whether it is safe to call."""
    values = {key: call.get(name, "").strip() for key, name in _CALL_ON_CARD.items()}
    return {**fields, "card": {**fields["card"], **{key: value for key, value in values.items() if value}}}


def with_part_2(fields: IndexFields) -> IndexFields:
    """The fields of a record with a Part 2 program as a source: lists mark it, and a search for "Part 2" finds it."""
    return {
        **fields,
        "search_terms": (*fields["search_terms"], PART_2_WORDS),
        "card": {**fields["card"], PART_2_MARK: "yes"},
    }


def dangers(content: Content, assessment: Assessment) -> frozenset[str]:
    """The tiers of danger in an assessment, and the ids of the actions to take now that their rules recommend."""
    kinds = {tier for tier in assessment.tiers if tier.level is Level.RED}
    rules = [rule for met in assessment.met if (rule := content.rule[met.rule]).tier in kinds]
    steps = {step for rule in rules for step in rule.recommend if content.action[step].when == "now"}
    return frozenset({str(kind) for kind in kinds} | steps)


def was_asked(response: Response, key: str) -> bool:
    """Whether a question was asked: it has an answer, or a reason for having none such as "I do not know".

    After a yes without saying to what, it still has to be asked.
    """
    answer = response.by_key.get(key)
    return answer is not None and answer.absent not in (Absent.NOT_ASKED, Absent.UNNAMED)


def count_must_ask(response: Response, questions: Iterable[Asked]) -> int:
    """How many of the questions are about safety and were not asked yet."""
    return sum(asked.item.safety and not was_asked(response, asked.key) for asked in questions)


def current_card(content: Content, saved: dict[str, str]) -> dict[str, str]:
    """A card with the present link_ids: stored cards are not rewritten when content renames a question."""
    return {content.current_names.get(link_id, link_id): words for link_id, words in saved.items()}


class CardText(NamedTuple):
    """One answer on a card: the question, what stands before it ("" for nothing), and its words."""

    question: str
    label: str
    text: str


def card_texts(content: Content, card: dict[str, str]) -> tuple[CardText, ...]:
    """What a card says apart from initials and number. An answer that denies everything, "no one", is left out."""
    items, labels = content.questionnaire.items, content.call_desk.card_label
    fields = ((items[key], card[key]) for key in content.call_desk.on_card if key in card and key in items)
    texts = (CardText(item.link_id, labels.get(item.link_id, ""), _card_words(item, value)) for item, value in fields)
    return tuple(text for text in texts if text.text)


def _card_words(item: Item, value: str) -> str:
    if item.type in TYPED:
        return value
    options = [item.by_code[code] for code in value.split(",") if code in item.by_code]
    return ", ".join(option.text for option in options if not option.exclusive)


def initials(name: str) -> str:
    """The initials of a name: "M. Q." Capitals that look like initials already are returned as they are.

    Of a name in Chinese, Japanese, or Korean signs, the first sign. Titles such as "Dr." are left out.
    """
    if _INITIALS.fullmatch(name) and name.isupper():
        return name
    words = re.findall(r"[^\s.]+", unicodedata.normalize("NFKC", name))
    return " ".join(filter(None, map(_initial, without_titles(words))))


def _initial(word: str) -> str:
    """The first letter or digit of a word as its readers see it, with marks and joined letters; "" if there is none."""
    start = next((place for place, character in enumerate(word) if character.isalnum()), None)
    if start is None:
        return ""
    if is_ideographic(word[start]):
        return word[start]
    end = start + 1
    while end < len(word) and (_is_mark(word[end]) or _joins_next(word[end - 1])):
        end += 1
    return f"{word[start].upper()[0]}{word[start + 1 : end]}."


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or character in _JOINERS


def _joins_next(character: str) -> bool:
    """Whether the next letter is read as one with this: after a virama, and after a vowel that Thai writes first."""
    return unicodedata.combining(character) == _VIRAMA or character in _JOINERS or character in _WRITTEN_FIRST


def refreshed_card(content: Content, response: Response, saved: Mapping[str, str]) -> dict[str, str]:
    """A stored card with the initials as `initials` makes them today."""
    name = content.call_desk.initials_of or ""
    today = _card(content, response).get(name)
    return {**saved, name: today} if name in saved and today else dict(saved)


def _names_and_numbers(content: Content, response: Response) -> Iterator[str]:
    items, personal = content.questionnaire.items, (Personal.NAME, Personal.CONTACT)
    informants = response.informants if isinstance(response, JoinedResponse) else ()
    for informant in informants:
        yield informant.name
    for answer in (answer for said in response.statements.values() for answer in said):
        item = items.get(answer.link_id)
        if item is not None and item.personal in personal:
            yield from answer.codes


def _card(content: Content, response: Response) -> dict[str, str]:
    """The card of the person to call: their own number and rules, never the number of one and the rules of another."""
    desk, items = content.call_desk, content.questionnaire.items
    own, all_answers = to_call(content, response).by_key, response.by_key
    card = {}
    for key in (*desk.on_card, *([desk.call_back] if desk.call_back else [])):
        answer = (own if items[key].about_informant else all_answers).get(key)
        if answer is not None and answer.given:
            card[key] = ",".join(answer.codes)
    name = own.get(desk.initials_of or "")
    if name is not None and name.given:
        card[name.link_id] = initials(name.codes[0])
    return card


def to_call(content: Content, response: Response) -> Response:
    """What the informant to call told: the first who gave a number, else the first who gave a name, or the first."""
    if not isinstance(response, JoinedResponse):
        return response
    told = [one.response for one in response.informants]
    for key in filter(None, (content.call_desk.call_back, content.call_desk.initials_of)):
        for one in told:
            if (answer := one.by_key.get(key)) is not None and answer.given:
                return one
    return told[0]
