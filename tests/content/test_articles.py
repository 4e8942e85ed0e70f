"""What the articles say about danger: a reader may see only one of them, so each must send to the same help."""

from __future__ import annotations

import re

import pytest

from intake.content import load

ARTICLES = load().library.articles
PASSAGES = [
    pytest.param(passage.text, id=f"{article.id}: {passage.heading}")
    for article in ARTICLES
    for passage in article.passages
]

DANGERS = {
    "sudden confusion": r"sudden(?:ly)? confus|confusion is sudden",
    "snoring": r"\bsnor(?:e|es|ing)\b",
    "drifting off": r"\bdrift(?:s|ing)? off\b",
    "trouble breathing": r"not breathing well|slow breath",
    "too many pills": r"too many pills",
    "fainting or chest pain": r"\bfaints?\b|chest pain",
    "a seizure now": r"\b(?:has|have) a seizure\b",
}
"""Signs that need 911, as the articles word them."""


@pytest.mark.parametrize("text", PASSAGES)
def test_a_passage_that_names_a_danger_names_911(text: str) -> None:
    named = [danger for danger, words in DANGERS.items() if re.search(words, text, re.IGNORECASE)]
    assert not named or "911" in text, named


@pytest.mark.parametrize("text", PASSAGES)
def test_no_one_is_told_to_throw_out_or_flush_what_a_body_depends_on(text: str) -> None:
    for sentence in re.split(r"(?<=[.!?])\s|\n", text):
        if re.search(r"\bflush|throw (?:away|out)\b", sentence, re.IGNORECASE):
            assert re.search(r"\bdo not\b|\bplan to\b", sentence, re.IGNORECASE), sentence


def test_breathing_for_them_comes_after_naloxone_and_does_not_wait_for_it() -> None:
    steps = next(
        passage.text
        for article in ARTICLES
        if article.id == "overdose_and_naloxone"
        for passage in article.passages
        if passage.heading == "What to do, step by step"
    )
    order = [
        steps.index(words)
        for words in ("Call 911", "Give naloxone", "breathe for them", "second dose", "onto their side")
    ]
    assert order == sorted(order)
    assert "No naloxone?" in steps
    assert "Breathe for them until help comes" in steps
    assert "Wait" not in steps, "nobody waits beside a person who does not breathe"
