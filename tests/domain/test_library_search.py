"""Reading the library: what is withheld, what a search finds, and which words are explained."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.domain.base import Tag
from intake.domain.library import Article, Choice, Library, Passage, Story, Term, Topic
from intake.domain.library_search import Glossary, blocks, minutes, search, without_withheld

DAY = dt.date(2026, 11, 22)


def passage(text: str, *, heading: str = "About it", tags: tuple[Tag, ...] = ()) -> Passage:
    return Passage(heading=heading, text=text, tags=tags, sources=("book",))


def article(name: str, *passages: Passage, **more: object) -> Article:
    return Article.model_validate(
        {
            "id": name,
            "topic": "shelf",
            "title": name.title(),
            "summary": "Short.",
            "reviewed_on": DAY,
            "review_by": DAY,
            "passages": passages or (passage("Text."),),
            **more,
        }
    )


def story(name: str, *tags: Tag) -> Story:
    choices = [
        Choice(id=way, text=way, safer=way == "wait", why="Because.", sources=("book",)) for way in ("wait", "run")
    ]
    return Story(
        id=name,
        case="case",
        title=name,
        summary="Short.",
        text="It was dark.",
        question="What now?",
        choices=tuple(choices),
        after="Light.",
        article="bees",
        tags=tags,
        reviewed_on=DAY,
        review_by=DAY,
    )


def term(word: str, *, forms: str | None = None, article: str | None = None, tags: tuple[Tag, ...] = ()) -> Term:
    return Term(
        id=word.replace(" ", "_"),
        word=word,
        forms=forms,
        definition=f"What {word} means.",
        article=article,
        tags=tags,
        sources=("book",),
    )


def library(*articles: Article, terms: tuple[Term, ...] = (), stories: tuple[Story, ...] = ()) -> Library:
    return Library(topics=(Topic(id="shelf", title="Shelf"),), articles=articles, terms=terms, stories=stories)


# --- what is withheld ------------------------------------------------------------------------------------------------


def test_withheld_texts_and_links_to_them_are_removed() -> None:
    whole = library(
        article("bees", passage("Safe."), passage("A meeting.", tags=(Tag.MEETING,)), related=("wasps", "ants")),
        article("wasps", tags=(Tag.MEETING,)),
        article("ants", passage("Only a meeting.", tags=(Tag.MEETING,))),
        terms=(term("hive", article="wasps"), term("sting", tags=(Tag.MEETING,))),
        stories=(story("calm"), story("loud", Tag.MEETING)),
    )
    seen = without_withheld(whole, (Tag.MEETING,))
    assert [article.id for article in seen.articles] == ["bees"], "an article without any passage left is removed too"
    assert [passage.text for passage in seen.articles[0].passages] == ["Safe."]
    assert seen.articles[0].related == ()
    assert [(term.word, term.article) for term in seen.terms] == [("hive", None)]
    assert [story.id for story in seen.stories] == ["calm"]


def test_if_nothing_is_withheld_everything_is_there() -> None:
    whole = library(article("bees", passage("A meeting.", tags=(Tag.MEETING,))), stories=(story("loud", Tag.MEETING),))
    assert without_withheld(whole, ()) == whole
    assert without_withheld(whole, (Tag.FILE,)) == whole


# --- paragraphs and lists --------------------------------------------------------------------------------------------


def test_empty_lines_separate_paragraphs_and_dashes_start_list_items() -> None:
    text = "One line\ngoes on.\n\n- first\n- second\n\nLast:\n- third"
    assert [(block.is_list, block.texts) for block in blocks(text)] == [
        (False, ("One line goes on.",)),
        (True, ("first", "second")),
        (False, ("Last:",)),
        (True, ("third",)),
    ]


def test_reading_time_is_at_least_a_minute_and_grows_with_the_words() -> None:
    assert minutes(article("bees")) == 1
    assert minutes(article("bees", passage("word " * 360), passage("word " * 360))) == 4


# --- glossary --------------------------------------------------------------------------------------------------------


def marked_words(glossary: Glossary, text: str) -> list[str]:
    pieces = list(glossary.mark(text))
    assert "".join(piece.text for piece in pieces) == text
    return [piece.text for piece in pieces if piece.term]


def test_a_term_is_explained_at_its_first_use_in_any_form() -> None:
    glossary = Glossary((term("naloxone", forms="Narcan, nasal spray"), term("opioid", forms="opioids")))
    assert marked_words(glossary, "Opioids. Give Narcan. Naloxone is not an opioid.") == ["Opioids", "Narcan"]
    assert marked_words(glossary, "Naloxone again.") == []


def test_the_longest_term_is_explained_and_none_inside_another_word() -> None:
    glossary = Glossary((term("care"), term("continuum of care")))
    assert marked_words(glossary, "Careful: a continuum of care. Care!") == ["continuum of care", "Care"]


def test_without_a_glossary_a_text_stays_whole() -> None:
    assert marked_words(Glossary(()), "Any words.") == []


# --- search ----------------------------------------------------------------------------------------------------------

SHELF = library(
    article("bees", passage("They drink and dance."), keywords="honey Narcan"),
    article("drinking", passage("About water.")),
    article("ants", passage("Nothing of that.", heading="Boundaries"), summary="Café life."),
    stories=(story("the_drinks"),),
)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("drinks", ["drinking", "bees"]),
        ("narcan", ["bees"]),
        ("boundary", ["ants"]),
        ("cafe", ["ants"]),
        ("honey dancing", ["bees"]),
        ("water bees", ["bees", "drinking"]),
        ("zebra", []),
        ("  ", []),
        ("(?", []),
    ],
)
def test_search_returns_the_best_match_first(query: str, names: list[str]) -> None:
    assert [text.id for text in search(SHELF, query) if isinstance(text, Article)] == names


def test_search_includes_stories() -> None:
    assert [text.id for text in search(SHELF, "dark")] == ["the_drinks"]
