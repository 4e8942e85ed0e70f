"""Laws of the library, for `checking`: what an article, a story or a word of the glossary must have."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator

from intake.content import texts
from intake.content.readability import grade
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.library import Article, Story
from intake.domain.questionnaire import Section
from intake.domain.rules import Action, Pathway

HARDEST = 8.0
FEWEST_WORDS, MOST_WORDS = 350, 1_100
"""Three to five minutes, at the pace of somebody who is tired."""

SHORTEST_GRADED = 8  # words: shorter texts swing wildly on any reading formula

SPEAKS_OF = {
    Tag.CONFRONTATION: r"confront\w*|ultimatums?|consequences?|bottom lines?|last chance|or else",
    Tag.MEETING: r"hold(?:ing|s)? (?:a|the|that|this) (?:family )?meeting|gather(?:ing|s)? (?:the|your) family"
    r"|(?:in|at|lead\w*|plan\w*|before|after) the meeting|structured meeting",
}
"""Words that put a text among those a finding can withhold."""

_FIGURE = re.compile(r"\d")
_NUMBER_TO_CALL = re.compile(r"\b(?:911|988|211|1-\d{3}-\d{3}-\d{4}|24/7)\b")


def problems(content: Content, cases: Collection[str], on: dt.date) -> Iterator[tuple[str, str]]:
    """What is wrong with the library on the date `on`, as (where, sentence); `cases`: ids of the acceptance cases."""
    for article in content.library.articles:
        yield from ((f"articles/{article.id}", sentence) for sentence in _article(article, content, on))
    for story in content.library.stories:
        yield from ((f"stories/{story.id}", sentence) for sentence in _story(story, content, cases, on))
    yield from _glossary(content)
    yield from _explained(content)


def _article(article: Article, content: Content, on: dt.date) -> Iterator[str]:
    library = content.library
    if article.topic not in {topic.id for topic in library.topics}:
        yield f"there is no topic {article.topic!r}"
    yield from (f"there is no article {each!r}" for each in article.related if each not in library.article)
    if article.id in article.related:
        yield "it is related to itself"
    if not article.related:
        yield "it names no related article"
    yield from _reviewed(article, on)
    words = sum(len(passage.text.split()) for passage in article.passages)
    if not FEWEST_WORDS <= words <= MOST_WORDS:
        yield f"it has {words} words; three to five minutes are {FEWEST_WORDS} to {MOST_WORDS}"
    for passage in article.passages:
        yield from (f"{passage.heading!r}: {each}" for each in _sources(passage.sources, passage.text, content))
        tags = (*article.tags, *passage.tags)
        if not passage.warns:
            yield from (f"{passage.heading!r}: {each}" for each in _tags(f"{passage.heading} {passage.text}", tags))
    yield from _readable(article)


def _story(story: Story, content: Content, cases: Collection[str], on: dt.date) -> Iterator[str]:
    if story.case not in cases:
        yield f"there is no acceptance case {story.case!r}"
    if story.article not in content.library.article:
        yield f"there is no article {story.article!r}"
    if len({choice.safer for choice in story.choices}) == 1:
        yield "some choices are safer, and some are not"
    yield from _reviewed(story, on)
    for choice in story.choices:
        yield from (f"{choice.id}: {each}" for each in _sources(choice.sources, choice.why, content))
    spoken = " ".join((story.text, story.question, story.after, *(choice.text for choice in story.choices)))
    yield from _tags(spoken, story.tags)
    yield from _readable(story)


def _glossary(content: Content) -> Iterator[tuple[str, str]]:
    """A word has sources, an article that explains it if it names one, and is used somewhere."""
    library = content.library
    used = " ".join(passage.text for article in library.articles for passage in article.passages).casefold()
    for term in library.terms:
        where = f"glossary.toml, {term.id}"
        if term.article is not None and term.article not in library.article:
            yield where, f"there is no article {term.article!r}"
        yield from ((where, sentence) for sentence in _sources(term.sources, term.definition, content))
        if grade(term.definition) > HARDEST:
            yield where, f"the definition reads at grade {grade(term.definition):.1f}; the most is {HARDEST:g}"
        if not any(re.search(rf"\b{re.escape(form.casefold())}\b", used) for form in term.spellings):
            yield where, "no article uses the word"


def _explained(content: Content) -> Iterator[tuple[str, str]]:
    """Every question, step and way leads to something to read, where there is a library at all."""
    known = content.library.article
    if not known:
        return
    questions = content.questionnaire
    explained: list[Action | Pathway | Section] = [
        *content.actions,
        *content.pathways,
        *content.kinds,
        *questions.sections,
    ]
    for named in explained:
        where = f"{type(named).__name__.lower()} {named.id}"
        if named.article is None:
            yield where, "it names no article"
        elif named.article not in known:
            yield where, f"there is no article {named.article!r}"
    for item in questions.items.values():
        if item.article is not None and item.article not in known:
            yield f"questions, {item.link_id}", f"there is no article {item.article!r}"


def _reviewed(text: Article | Story, on: dt.date) -> Iterator[str]:
    if text.review_by < on:
        yield f"review_by {text.review_by} has passed; read it against its sources and set new dates"
    if text.reviewed_on > on:
        yield f"reviewed_on {text.reviewed_on} lies ahead"


def _sources(named: Iterable[str], text: str, content: Content) -> Iterator[str]:
    """A figure needs a source that somebody has read."""
    known = [content.source[each] for each in named if each in content.source]
    yield from (f"there is no source {each!r}" for each in named if each not in content.source)
    if _FIGURE.search(_NUMBER_TO_CALL.sub("", text)) and not any(source.verified for source in known):
        yield "it gives a figure, and none of its sources is verified"


def _tags(text: str, tags: Collection[Tag]) -> Iterator[str]:
    for tag, words in SPEAKS_OF.items():
        found = re.search(rf"\b(?:{words})\b", text, re.IGNORECASE)
        if found and tag not in tags:
            yield (
                f"{found.group(0)!r} needs the tag {tag.value!r}, so that it can be withheld; "
                "or warns = true where the text advises against it"
            )


def _readable(part: Article | Story) -> Iterator[str]:
    for context, text in texts(part):
        if context.rsplit(".", 1)[-1] not in ("text", "summary", "why", "after", "note"):
            continue
        found = grade(text)
        if found > HARDEST and len(text.split()) >= SHORTEST_GRADED:
            yield f"{context.rsplit('.', 1)[-1]} “{text[:40]}…” reads at grade {found:.1f}; the most is {HARDEST:g}"
