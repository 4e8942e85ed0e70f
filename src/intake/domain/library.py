"""Articles, stories and the glossary."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

from pydantic import Field

from intake.domain.base import Frozen, LinkId, Tag, Text


class Passage(Frozen):
    """One part of an article: paragraphs with an empty line between them; a line that begins with "- " is a point.

    A passage with a tag that is withheld is not shown. `warns`: it speaks of such a thing only to advise against it.
    """

    heading: Text
    text: Text
    tags: tuple[Tag, ...] = ()
    warns: bool = False
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Article(Frozen):
    """Something to read in three to five minutes. With a tag that is withheld it is nowhere to be found.

    `keywords` are words people search for that the article does not use. `reviewed_on`: when somebody last read it
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
    """A shelf of the library. The order of the file is the order of showing."""

    id: LinkId
    title: Text


class Term(Frozen):
    """A word of the glossary. `forms`: other forms of it that texts use, with commas between them."""

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
    """One way to go on in a story, and why it is safer or not."""

    id: LinkId
    text: Text
    safer: bool
    why: Text
    sources: tuple[LinkId, ...] = Field(min_length=1)


class Story(Frozen):
    """A made-up family at a point where it decides. It ends in what the check says of `case`, an acceptance case.

    `note` says beforehand what hard things it speaks of. With a tag that is withheld it is nowhere to be found.
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
    """What there is to read."""

    topics: tuple[Topic, ...] = ()
    articles: tuple[Article, ...] = ()
    terms: tuple[Term, ...] = ()
    stories: tuple[Story, ...] = ()

    @cached_property
    def article(self) -> dict[str, Article]:
        """The articles by id, in the order of their shelves."""
        return {article.id: article for topic in self.topics for article in self.articles if article.topic == topic.id}

    @cached_property
    def story(self) -> dict[str, Story]:
        """The stories by id."""
        return {story.id: story for story in self.stories}

    @cached_property
    def term(self) -> dict[str, Term]:
        """The words of the glossary by id."""
        return {term.id: term for term in self.terms}
