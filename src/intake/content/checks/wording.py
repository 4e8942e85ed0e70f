"""Checks of wording: banned words, forbidden advice, quotes, reading grade, and closed phone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from intake.content import Problem, texts
from intake.content.readability import grade
from intake.domain.content import Content

HARDEST = 6.0
HARDEST_URGENT = 5.0
HARDEST_OPTION = 9.0
OPTION_DOTS = 3  # question.<link_id>.<code>.text
# Reading formulas are unreliable for short texts. Labels and names are not sentences.
SHORTEST_GRADED = 8
BANNED = (
    r"addicts?",
    r"junk(?:y|ies|ie)",
    r"alcoholics?",
    r"drunks",
    r"(?:substance|drug|alcohol) abuse(?:rs?)?",
    r"abusers?",
    r"habit",
    r"drug problem",
    r"clean",
    r"dirty",
    r"relapsed?",
    r"enabl(?:er|ers|ing)",
    r"co-?dependent",
    r"in denial",
    r"mentally ill",
    r"schizophrenics?",
    r"psycho",
    r"crazy",
    r"committed suicide",
    r"commit suicide",
    r"(?:failed|successful) (?:suicide|attempt)",
    r"epidemic",
    r"skyrocket\w*",
    r"tough love",
    r"rock bottom",
    r"last resort",
    r"guarantee\w*",
    r"success rates?",
    r"cures?",
    r"cured",
    r"risk score",
    r"low risk",
    r"you need an interventionist",
    r"beds fill",
    r"act fast",
    r"simply",
    r"opioid (?:replacement|substitution)",
    r"addicted baby",
)
"""Words that hurt, blame, promise, or sell, and words about scores."""
FORBIDDEN_ADVICE = (
    r"cold turkey",
    r"pour (?:it|the (?:alcohol|drink|bottles?)) (?:out|away)",
    r"detox at home",
    r"sleep it off",
    r"take away (?:the|their) phone",
    r"stop drinking (?:now|today|at once)",
    r"(?:make|have|get) them stop (?:drinking|using)(?! suddenly)",
)
"""Advice that can kill, or cut a person off from help."""
CLOSED_NUMBERS = ("18009312237", "8884672839", "18664801515", "18334564566")
CLOSED_WORDS = (r"988,? (?:then )?press 3", r"wellness together")
"""Lines that closed or that sell treatment.

NEDA's helpline, a number in the founding document, Wellness Together Canada, and the line that 9-8-8 replaced.
"""
_STRAIGHT = re.compile(r"\S*['\"]\S*")
_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
_FORBIDDEN = re.compile(rf"(?:{'|'.join((*FORBIDDEN_ADVICE, *CLOSED_WORDS))})", re.IGNORECASE)
_GRADED = re.compile(
    # Requests are for the professional, not the family. The library has its own grade (checks/library.py).
    r"^(?!request\.|article\.|story\.).*\.(text|line|say|why|intro|more|because|detail|evidence|cost|what_happens|heading|text_elsewhere|not_for)$"
)


def problems(content: Content) -> Iterator[Problem]:
    """Banned words, forbidden advice, straight quotes, and texts that are too hard to read."""
    gates = (section.items for section in content.questionnaire.sections if section.asked == "gate")
    urgent = ("band.RED", *(f"question.{item.link_id}." for items in gates for item in items))
    for context, text in texts(content):
        banned = _BANNED.search(text) or _FORBIDDEN.search(text)
        if banned:
            yield Problem(context, f"“{banned.group(0)}” is wording that this product does not use")
        if straight := _STRAIGHT.search(text):
            yield Problem(context, f"{straight.group(0)} has a straight quote; use “ ” or ’")
        if _GRADED.search(context) and len(text.split()) >= SHORTEST_GRADED:
            hardest = _hardest(context, urgent)
            text_grade = grade(text)
            if text_grade > hardest:
                yield Problem(context, f"reads at grade {text_grade:.1f}; the limit is {hardest:g}")


def _hardest(context: str, urgent: tuple[str, ...]) -> float:
    """The highest grade allowed. Options may be harder: they name medicines and illnesses.

    `urgent`: prefixes of the contexts of texts that people read in danger.
    """
    if context.startswith("question.") and context.count(".") == OPTION_DOTS:
        return HARDEST_OPTION
    return HARDEST_URGENT if context.startswith(urgent) else HARDEST


def closed_numbers(folder: Path) -> Iterator[Problem]:
    """Closed phone numbers anywhere in the folder."""
    for path in sorted(folder.rglob("*.toml")):
        digits = re.sub(r"(?<=\d)[-. ()]+(?=\d)", "", path.read_text("utf-8"))
        for number in CLOSED_NUMBERS:
            if number in digits or number.removeprefix("1") in digits:
                yield Problem(
                    path.relative_to(folder).as_posix(), f"{number} is a line that closed or that sells treatment"
                )
