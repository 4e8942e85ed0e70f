"""What stands in a record beside the answers: how it is found, how lists show and order it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict

from intake.domain.assessment import Assessment
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Asked
from intake.domain.response import Absent, Response
from intake.domain.rules import Level, Tier

_ALREADY_INITIALS = 3  # signs


class Filed(TypedDict):
    """As `Records.save` takes it.

    `found_by`: names and numbers. `card`: link_id to initials, codes or words. `must_ask`: safety questions that apply
    and were not asked. `region`: the code of the state or province, if it was told.
    """

    found_by: tuple[str, ...]
    card: dict[str, str]
    urgency: int
    must_ask: int
    region: str | None


def filed(content: Content, response: Response, applying: Iterable[Asked], tier: Tier) -> Filed:
    """What stands beside these answers; `applying` are the questions that apply to them."""
    said, items = response.by_key, content.questionnaire.items
    personal = (Personal.NAME, Personal.CONTACT)
    names = (
        code
        for answer in response.answers
        if (item := items.get(answer.link_id)) is not None and item.personal in personal
        for code in answer.codes
    )
    return Filed(
        found_by=tuple(names),
        card=_card(content, response),
        urgency=tier.urgency,
        must_ask=must_ask(response, applying),
        region=next((said[key].codes[0] for key in content.place.regions if key in said and said[key].given), None),
    )


def dangers(content: Content, found: Assessment) -> frozenset[str]:
    """The kinds of danger that were found, and the steps to take now that the rules behind them ask for."""
    kinds = {tier for tier in found.tiers if tier.level is Level.RED}
    rules = [rule for one in found.met if (rule := content.rule[one.rule]).tier in kinds]
    steps = {step for rule in rules for step in rule.recommend if content.action[step].when == "now"}
    return frozenset({str(kind) for kind in kinds} | steps)


def was_asked(response: Response, key: str) -> bool:
    """Whether there is an answer, or the reason why there is none: "I do not know" was asked."""
    given = response.by_key.get(key)
    return given is not None and given.absent is not Absent.NOT_ASKED


def must_ask(response: Response, some: Iterable[Asked]) -> int:
    """How many of the questions are about safety and were not asked yet."""
    return sum(asked.item.safety and not was_asked(response, asked.key) for asked in some)


def card_now(content: Content, saved: dict[str, str]) -> dict[str, str]:
    """A card under the names that its questions have now: it is not written anew when content renames one."""
    return {content.name_now.get(link_id, link_id): words for link_id, words in saved.items()}


def on_card(content: Content, card: dict[str, str]) -> tuple[str, ...]:
    """What a card says beside the initials, in words."""
    items = content.questionnaire.items
    shown = ((items[key], card[key]) for key in content.call_desk.on_card if key in card and key in items)
    return tuple(
        f"{item.label}: {told}"
        if item.type in TYPED
        else f"{item.label}: " + ", ".join(item.by_code[code].text for code in told.split(",") if code in item.by_code)
        for item, told in shown
    )


def initials(name: str) -> str:
    """The first letters of a name; of what looks like initials nothing is taken away."""
    words = name.replace(".", " ").split()
    if len(words) == 1 and len(name) <= _ALREADY_INITIALS:
        return name
    return " ".join(f"{word[0].upper()}." for word in words)


def _card(content: Content, response: Response) -> dict[str, str]:
    said, desk = response.by_key, content.call_desk
    card = {key: ",".join(said[key].codes) for key in desk.on_card if key in said and said[key].given}
    name = said.get(desk.initials_of or "")
    if name is not None and name.given:
        card[name.link_id] = initials(name.codes[0])
    return card
