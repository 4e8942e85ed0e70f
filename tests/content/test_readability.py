"""The reading grade: low for plain words, high for hard ones."""

from __future__ import annotations

import pytest

from intake.content.readability import grade

PLAIN = "Is anyone hurt right now? We ask so that help comes soon."
HARD = "Immediate pharmacological stabilization necessitates comprehensive interdisciplinary consultation."


def test_plain_words_are_easy_and_technical_ones_are_not() -> None:
    assert grade(PLAIN) < 4
    assert grade(HARD) > 16


def test_a_long_sentence_is_harder_than_the_same_words_in_short_ones() -> None:
    short = "The dog ran. The cat sat. The sun set. The moon rose."
    long = "The dog ran and the cat sat and the sun set and the moon rose."
    assert grade(short) < grade(long)


def test_the_formula_by_hand() -> None:
    """8 words, 2 sentences, 9 syllables: 0.39 * 8/2 + 11.8 * 9/8 - 15.59."""
    assert grade("Bees like the garden. We like bees too.") == pytest.approx(0.39 * 4 + 11.8 * 9 / 8 - 15.59)


@pytest.mark.parametrize("text", ["", "988", "1-800-799-7233", "—", "2026-11-22"])
def test_a_text_without_words_has_no_grade(text: str) -> None:
    assert grade(text) == 0


def test_phone_numbers_and_symbols_do_not_raise_the_grade() -> None:
    assert grade("Call 988 or 1-800-799-7233 now.") == grade("Call or now.")


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("bee", 1),
        ("bees", 1),
        ("garden", 2),
        ("make", 1),
        ("table", 2),
        ("walked", 1),
        ("wanted", 2),
        ("the", 1),
        ("about", 2),
        ("worried", 2),
        ("violence", 3),
    ],
)
def test_syllables_are_counted_as_spoken(word: str, syllables: int) -> None:
    assert grade(word) == pytest.approx(0.39 + 11.8 * syllables - 15.59)
