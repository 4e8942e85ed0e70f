"""Which dangers the answers speak of, and whether their drawer was closed with a choice."""

from __future__ import annotations

from intake.model import Level, Tier
from intake.ui import session
from intake.ui.desk import noted


def kinds() -> tuple[Tier, ...]:
    """The kinds of danger found, the most urgent first."""
    return tuple(tier for tier in session.assessment().tiers if tier.level is Level.RED)


def new() -> bool:
    """Whether the answers speak of a danger that is new: of another kind, or with something else to do at once."""
    return not _found() <= set(noted.noted().dangers_seen)


def saw() -> None:
    """Notes that something was done about the present ones."""
    noted.note(dangers_seen=tuple(sorted(_found() | set(noted.noted().dangers_seen))))


def _found() -> set[str]:
    """Kinds of danger, and the steps to take now that the rules behind them ask for."""
    content = session.content()
    red = [rule for one in session.assessment().met if (rule := content.rule[one.rule]).tier in kinds()]
    steps = {step for rule in red for step in rule.recommend if content.action[step].when == "now"}
    return {str(tier) for tier in kinds()} | steps
