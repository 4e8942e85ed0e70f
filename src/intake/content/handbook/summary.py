"""Chapter of the handbook on the summary: which answers stand in which row."""

from __future__ import annotations

from collections.abc import Iterator

from intake.domain.content import Content
from intake.domain.summary_layout import Part, Phrase, RiskPart


def summary_rows(content: Content) -> Iterator[str]:
    """The rows of the risk box, the medicines box, the parts, the words of page 1, and how informants are named."""
    layout = content.layout
    yield from ("## Rows of the summary", "", "Answers that no row names appear under “Other answers.”", "")
    yield from ("### Risk", "")
    yield from (_risk(row) for row in layout.risk)
    yield from ("", "### Parts", "")
    yield from (_part(part) for part in (layout.medicines, *layout.parts))
    yield from (f"- {timeline.title}: entries of `{timeline.group}`." for timeline in layout.timelines)
    if layout.phrases or layout.short_labels:
        yield from ("", "### Words of page 1", "")
    yield from map(_phrase, layout.phrases)
    yield from (f"- `{short.question}` stands under “{short.label}.”" for short in layout.short_labels)
    if layout.informant:
        words = "; ".join(f"`{word.code}` {word.text}" for word in layout.informant.words)
        yield from ("", f"Without a name, an informant is called: {words}.")
    yield ""


def _part(part: Part) -> str:
    named = ", ".join(f"`{name}`" for name in (*part.items, *part.groups))
    return " ".join(filter(None, (f"- **{part.title}:** {named or 'no question'}.", part.note)))


def _phrase(phrase: Phrase) -> str:
    """How one answer reads in a sentence."""
    words = [f"`{one.code}` {one.text}" for one in phrase.words]
    texts = filter(None, (phrase.text, "; ".join(words)))
    return f"- `{phrase.question}` in a sentence: {' – '.join(texts) or 'the answer alone'}."


def _risk(row: RiskPart) -> str:
    """One row, with the answers to the danger question and to other rows' questions that it also shows."""
    shared = [
        f"{lead} `{question}`: {', '.join(f'`{code}`' for code in codes)}."
        for lead, answers in (("Of", row.gate), ("Also of", row.also))
        for question, codes in answers.items()
    ]
    context = [f"Beside them: {', '.join(f'`{name}`' for name in row.context)}."] if row.context else []
    return " ".join((_part(row), *shared, *context))
