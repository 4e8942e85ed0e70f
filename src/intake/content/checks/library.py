"""Checks of the library: articles, stories, and the glossary."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator

from intake.content import texts
from intake.content.readability import grade
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.library import Article, Story
from intake.domain.questionnaire import Section
from intake.domain.rules import Action, Pathway

HARDEST = 8.0
FEWEST_WORDS, MOST_WORDS = 350, 1_100
"""Three to five minutes, at the pace of a tired reader."""

SHORTEST_GRADED = 8  # words; reading formulas are unreliable for shorter texts

SPEAKS_OF = {
    Tag.CONFRONTATION: r"confront\w*|ultimatums?|consequences?|bottom lines?|last chance|or else",
    Tag.MEETING: r"hold(?:ing|s)? (?:a|the|that|this) (?:family )?meeting|gather(?:ing|s)? (?:the|your) family"
    r"|(?:in|at|lead\w*|plan\w*|before|after) the meeting|structured meeting",
}
"""Words that require a tag, so that a finding can withhold the text."""

_FIGURE = re.compile(r"\d")
_NUMBER_TO_CALL = re.compile(r"\b(?:911|988|211|1-\d{3}-\d{3}-\d{4}|24/7)\b")


def problems(content: Content, cases: Collection[str], on: dt.date) -> Iterator[tuple[str, str]]:
    """Problems in the library on the date `on`, as (where, sentence). `cases`: ids of the acceptance cases."""
    for article in content.library.articles:
        yield from ((f"article `{article.id}`", sentence) for sentence in _article(article, content, on))
    for story in content.library.stories:
        yield from ((f"story `{story.id}`", sentence) for sentence in _story(story, content, cases, on))
    yield from _glossary(content)
    yield from _article_links(content)


def _article(article: Article, content: Content, on: dt.date) -> Iterator[str]:
    library = content.library
    if article.topic not in {topic.id for topic in library.topics}:
        yield f"there is no topic `{article.topic}`"
    yield from (f"there is no article `{name}`" for name in article.related if name not in library.article)
    if article.id in article.related:
        yield "related lists the article itself"
    if not article.related:
        yield "no related article given"
    yield from _reviewed(article, on)
    words = sum(len(passage.text.split()) for passage in article.passages)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield f"{words} words; it should have {FEWEST_WORDS} to {MOST_WORDS} (three to five minutes)"
    for passage in article.passages:
        yield from (f"“{passage.heading}”: {problem}" for problem in _sources(passage.sources, passage.text, content))
        tags = (*article.tags, *passage.tags)
        if not passage.warns:
            problems_with_tags = _tags(f"{passage.heading} {passage.text}", tags)
            yield from (f"“{passage.heading}”: {problem}" for problem in problems_with_tags)
    yield from _readable(article)


def _story(story: Story, content: Content, cases: Collection[str], on: dt.date) -> Iterator[str]:
    if story.case not in cases:
        yield f"there is no acceptance case `{story.case}`"
    if story.article not in content.library.article:
        yield f"there is no article `{story.article}`"
    if len({choice.safer for choice in story.choices}) == 1:
        yield "at least one choice must be safer, and at least one must not"
    yield from _reviewed(story, on)
    for choice in story.choices:
        yield from (f"`{choice.id}`: {problem}" for problem in _sources(choice.sources, choice.why, content))
    full_text = " ".join((story.text, story.question, story.after, *(choice.text for choice in story.choices)))
    yield from _tags(full_text, story.tags)
    yield from _readable(story)


def _glossary(content: Content) -> Iterator[tuple[str, str]]:
    """Problems in glossary entries."""
    library = content.library
    used = " ".join(passage.text for article in library.articles for passage in article.passages).casefold()
    for term in library.terms:
        where = f"glossary entry `{term.id}`"
        if term.article is not None and term.article not in library.article:
            yield where, f"there is no article `{term.article}`"
        yield from ((where, sentence) for sentence in _sources(term.sources, term.definition, content))
        if grade(term.definition) > HARDEST:
            yield where, f"the definition reads at grade {grade(term.definition):.1f}; the limit is {HARDEST:g}"
        if not any(re.search(rf"\b{re.escape(form.casefold())}\b", used) for form in term.spellings):
            yield where, "no article uses this word"


def _article_links(content: Content) -> Iterator[tuple[str, str]]:
    """Check that every section, action, and pathway names an existing article, if there is a library."""
    articles = content.library.article
    if not articles:
        return
    questions = content.questionnaire
    entries: list[Action | Pathway | Section] = [
        *content.actions,
        *content.pathways,
        *content.kinds,
        *questions.sections,
    ]
    for entry in entries:
        where = f"{type(entry).__name__.lower()} `{entry.id}`"
        if entry.article is None:
            yield where, "no article given"
        elif entry.article not in articles:
            yield where, f"there is no article `{entry.article}`"
    for item in questions.items.values():
        if item.article is not None and item.article not in articles:
            yield f"question `{item.link_id}`", f"there is no article `{item.article}`"


def _reviewed(text: Article | Story, on: dt.date) -> Iterator[str]:
    if text.review_by < on:
        yield f"review_by {text.review_by} has passed; read it against its sources and set new dates"
    if text.reviewed_on > on:
        yield f"reviewed_on {text.reviewed_on} is in the future"


def _sources(ids: Collection[str], text: str, content: Content) -> Iterator[str]:
    """Check that the sources exist, and that a text with a figure has a verified one."""
    sources = [content.source[name] for name in ids if name in content.source]
    yield from (f"there is no source `{name}`" for name in ids if name not in content.source)
    if _FIGURE.search(_NUMBER_TO_CALL.sub("", text)) and not any(source.verified for source in sources):
        yield "the text has a figure, but none of its sources is verified"


def _tags(text: str, tags: Collection[Tag]) -> Iterator[str]:
    for tag, words in SPEAKS_OF.items():
        match = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
        if match and tag not in tags:
            yield (
                f"“{match.group(0)}” needs the tag `{tag.value}`, so that the text can be withheld; "
                "or set warns = true if the text advises against it"
            )


def _readable(part: Article | Story) -> Iterator[str]:
    for context, text in texts(part):
        if context.rsplit(".", 1)[-1] not in ("text", "summary", "why", "after", "note"):
            continue
        key, text_grade = context.rsplit(".", 1)[-1], grade(text)
        if text_grade > HARDEST and len(text.split()) >= SHORTEST_GRADED:
            yield f"{key} “{text[:40]}…” reads at grade {text_grade:.1f}; the limit is {HARDEST:g}"
