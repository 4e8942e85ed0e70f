"""What the articles say about danger: a reader may see only one of them, so each must send to the same help."""

from __future__ import annotations

import re

from intake.content import load

ARTICLES = load().library.articles
PASSAGES = {f"{article.id}: {passage.heading}": passage.text for article in ARTICLES for passage in article.passages}

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


def test_a_passage_that_names_a_danger_names_911() -> None:
    without_911 = [
        (passage, danger)
        for passage, text in PASSAGES.items()
        for danger, words in DANGERS.items()
        if "911" not in text and re.search(words, text, re.IGNORECASE)
    ]
    assert without_911 == []


def test_no_one_is_told_to_throw_out_or_flush_what_a_body_depends_on() -> None:
    sentences = (sentence for text in PASSAGES.values() for sentence in re.split(r"(?<=[.!?])\s|\n", text))
    thrown = [one for one in sentences if re.search(r"\bflush|throw (?:away|out)\b", one, re.IGNORECASE)]
    assert thrown, "the articles speak of it"
    assert [one for one in thrown if not re.search(r"\bdo not\b|\bplan to\b", one, re.IGNORECASE)] == []


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
