"""Chapters of the handbook to look things up in: articles, stories, glossary, helplines, and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from intake.content.handbook.words import cited, condition_words, withheld_with
from intake.domain.content import Content
from intake.domain.helplines import Helpline
from intake.domain.library import Article, Story


def library(content: Content) -> Iterator[str]:
    """All articles, stories, and glossary entries, with their sources."""
    library = content.library
    if not library.articles:
        return
    yield from ("## Articles", "", f"Shelves: {'; '.join(topic.title for topic in library.topics)}.", "")
    for article in library.article.values():
        yield from (f"### `{article.id}` {article.title}", "", article.summary, "", _dated(article), "")
        for passage in article.passages:
            warns = "Mentions a withheld subject only to advise against it." if passage.warns else ""
            notes = (f"{cited(passage.sources)}.", withheld_with(passage.tags), warns)
            yield from (f"#### {passage.heading}", "", passage.text, "", " ".join(filter(None, notes)), "")
    yield from ("## Stories", "")
    for story in library.stories:
        yield from (
            f"### `{story.id}` {story.title}",
            "",
            " ".join(filter(None, (story.summary, story.note))),
            "",
            f"Ends with the result of the acceptance case `{story.case}`.",
            "",
        )
        yield from (story.text, "", _dated(story), "", f"**{story.question}**", "")
        for choice in story.choices:
            safer = "safer" if choice.safer else "not safer"
            yield f"- {choice.text} *({safer})* {choice.why} {cited(choice.sources)}."
        yield from ("", story.after, "")
    yield from ("## Glossary", "", "| Word | Other forms | Definition | Sources |", "|---|---|---|---|")
    for term in library.terms:
        yield f"| {term.word} | {term.forms or ''} | {term.definition} | {', '.join(term.sources)} |"
    yield ""


def _dated(text: Article | Story) -> str:
    return f"Reviewed {text.reviewed_on}; review again by {text.review_by}. {withheld_with(text.tags)}".rstrip()


def helplines(content: Content) -> Iterator[str]:
    """What helplines are for, and every number with its dates."""
    yield from ("## Helplines", "")
    if content.purposes:
        yield from ("What they are for, most urgent first:", "")
        yield from (f"- `{purpose.id}` {purpose.title}" for purpose in content.purposes)
        yield ""
    yield "| Id | Name | Where | Call or web | Text | For | Checked | Review by | Shown |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for line in content.helplines:
        where = " ".join((line.country, *line.region))
        text = " ".join(part for part in (line.text_word and f"{line.text_word} to", line.text) if part)
        yield (
            f"| {line.id} | {line.name} | {where} | {line.call or line.web or ''} | {text} | {', '.join(line.scope)} "
            f"| {line.checked_on} | {line.review_by} | {'yes' if line.verified else 'no, not verified'} |"
        )
    yield from ("", "What families read about each:", "")
    yield from (_helpline(line, content) for line in content.helplines)
    yield ""
    if content.place.abroad:
        yield from (
            "For a person outside the United States and Canada, steps, requests, and words to say on the phone say "
            "instead:",
            "",
            "| Instead of | They say | If the person who answers is the one there |",
            "|---|---|---|",
        )
        yield from (f"| {words.said} | {words.text} | {words.own or words.text} |" for words in content.place.abroad)
        yield ""
    for added in content.place.added:
        when = " and ".join(condition_words(condition, content) for condition in added.when)
        yield from (f"A step that says “{added.said}” adds, if {when}: {added.text}", "")


def _helpline(line: Helpline, content: Content) -> str:
    """What families read about a line, and whom it is not shown to."""
    unless = " and ".join(condition_words(condition, content) for condition in line.unless)
    parts = (
        f"- `{line.id}` {line.hours} {line.languages} {line.what_happens}",
        line.not_for or "",
        f"Not shown if {unless}." if unless else "",
    )
    return " ".join(filter(None, parts))


def sources(content: Content) -> Iterator[str]:
    """Every source, and the entries that cite it."""
    yield from (
        "## Sources",
        "",
        "| Id | Title | Publisher | Checked | Review by | Verified | Cited by |",
        "|---|---|---|---|---|---|---|",
    )
    citing = _citing(content)
    for source in content.sources:
        title = f"[{source.title}]({source.url})" if source.url else source.title
        verified = "yes" if source.verified else "not yet"
        by = ", ".join(dict.fromkeys(citing.get(source.id, ())))
        yield (
            f"| {source.id} | {title} | {source.publisher} | {source.checked_on} | {source.review_by} | {verified} "
            f"| {by or 'nothing'} |"
        )


def _citing(content: Content) -> dict[str, list[str]]:
    """The entries that cite each source, by the id of the source."""
    library, citing = content.library, dict[str, list[str]]()
    entries: list[tuple[str, Iterable[str]]] = [
        *((f"question {item.link_id}", item.sources) for item in content.questionnaire.items.values()),
        *((f"rule {rule.id}", rule.sources) for rule in content.rules),
        *((f"step {action.id}", action.sources) for action in content.actions),
        *((f"pathway {way.id}", way.sources) for way in (*content.pathways, *content.kinds)),
        *((f"flag {flag.id}", flag.sources) for flag in content.flags),
        *((f"indicator {indicator.id}", indicator.sources) for indicator in content.indicators),
        *((f"listener {listener.id}", listener.sources) for listener in content.call_helper.listeners),
        *((f"call {line.id}", line.sources) for line in content.call_helper.say),
        *((f"call {text.id}", text.sources) for text in content.call_helper.you_ask),
        *((f"call {text.question}", text.sources) for text in content.call_helper.they_ask),
        *((f"desk {danger.id}", danger.sources) for danger in content.call_desk.dangers),
        *([("desk refused", content.call_desk.refused.sources)] if content.call_desk.refused else []),
        *([("desk part_2", content.call_desk.part_2.sources)] if content.call_desk.part_2 else []),
        *((f"article {article.id}", passage.sources) for article in library.articles for passage in article.passages),
        *((f"story {story.id}", choice.sources) for story in library.stories for choice in story.choices),
        *((f"glossary {term.id}", term.sources) for term in library.terms),
    ]
    for entry, sources in entries:
        for source in sources:
            citing.setdefault(source, []).append(entry)
    return citing
