"""Articles, stories, and the glossary."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Tag, Text


class Passage(Frozen):
    """One part of an article. An empty line separates paragraphs; a line that starts with "- " is a list item.

    A passage with a withheld tag is not shown. `warns`: the passage mentions such a subject only to advise against it.
    """

    heading: Text
    text: Text
    tags: tuple[Tag, ...] = ()
    warns: bool = False
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Article(Frozen):
    """A text of three to five minutes. With a withheld tag, it is not listed, linked, or found by search.

    `keywords`: words that people search for but the article does not use. `reviewed_on`: when someone last checked it
    against its sources.
    """

    id: LinkId
    topic: LinkId
    title: Text
    summary: Text
    keywords: Text | None = None
    tags: tuple[Tag, ...] = ()
    related: tuple[LinkId, ...] = ()
    reviewed_on: dt.date
    review_by: dt.date
    passages: tuple[Passage, ...] = Field(min_length=1)


class Topic(Frozen):
    """A shelf of the library. Topics are shown in file order."""

    id: LinkId
    title: Text


class Term(Frozen):
    """An entry in the glossary. `forms`: other forms of the word that texts use, separated by commas."""

    id: LinkId
    word: Text
    forms: Text | None = None
    definition: Text
    article: LinkId | None = None
    tags: tuple[Tag, ...] = ()
    sources: tuple[LinkId, ...] = Field(min_length=1)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every form of the word."""
        return (self.word, *(form.strip() for form in (self.forms or "").split(",") if form.strip()))


class Choice(Frozen):
    """One way to continue a story, and why it is safer or not."""

    id: LinkId
    text: Text
    safer: bool
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Story(Frozen):
    """An invented family facing a decision. It ends with the result of the acceptance case `case`.

    `note` warns the reader about hard subjects. With a withheld tag, the story is not listed, linked, or found.
    """

    id: LinkId
    case: LinkId
    title: Text
    summary: Text
    note: Text | None = None
    text: Text
    question: Text
    choices: tuple[Choice, ...] = Field(min_length=2)
    after: Text
    article: LinkId
    tags: tuple[Tag, ...] = ()
    reviewed_on: dt.date
    review_by: dt.date


class Library(Frozen):
    """Everything there is to read."""

    topics: tuple[Topic, ...] = ()
    articles: tuple[Article, ...] = ()
    terms: tuple[Term, ...] = ()
    stories: tuple[Story, ...] = ()

    @cached_property
    def article(self) -> dict[str, Article]:
        """The articles by id, in the order of their topics."""
        return {article.id: article for topic in self.topics for article in self.articles if article.topic == topic.id}

    @cached_property
    def story(self) -> dict[str, Story]:
        """The stories by id."""
        return {story.id: story for story in self.stories}

    @cached_property
    def term(self) -> dict[str, Term]:
        """The glossary entries by id."""
        return {term.id: term for term in self.terms}
