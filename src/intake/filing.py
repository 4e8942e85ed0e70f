"""What stands in a record beside the answers: how it is found, how lists show and order it."""

from __future__ import annotations

from typing import TypedDict

from intake.engine import route
from intake.model import TYPED, Absent, Content, Personal, Response, Tier

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


def filed(content: Content, response: Response, tier: Tier) -> Filed:
    """What stands beside these answers."""
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
        must_ask=sum(
            asked.item.safety and (asked.key not in said or said[asked.key].absent is Absent.NOT_ASKED)
            for asked in route(content.questionnaire, response)
        ),
        region=next((said[key].codes[0] for key in content.place.regions if key in said and said[key].given), None),
    )


def on_card(content: Content, card: dict[str, str]) -> tuple[str, ...]:
    """What a card says beside the initials, in words."""
    items = content.questionnaire.items
    shown = ((items[key], card[key]) for key in content.desk.on_card if key in card and key in items)
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
    said, desk = response.by_key, content.desk
    card = {key: ",".join(said[key].codes) for key in desk.on_card if key in said and said[key].given}
    if desk.initials_of in said and said[desk.initials_of].given:
        card[desk.initials_of] = initials(said[desk.initials_of].codes[0])
    return card
