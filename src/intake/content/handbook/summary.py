"""Chapter of the handbook on the summary: which answers stand in which row."""

from __future__ import annotations

from collections.abc import Iterator

from intake.domain.content import Content
from intake.domain.summary_layout import Part, RiskPart


def summary_rows(content: Content) -> Iterator[str]:
    """The rows of the risk box, the medicines box, the parts that follow, and how informants are named."""
    layout = content.layout
    yield from ("## Rows of the summary", "", "Answers that no row names appear under “Other answers.”", "")
    yield from ("### Risk", "")
    yield from (_risk(row) for row in layout.risk)
    yield from ("", "### Parts", "")
    yield from (_part(part) for part in (layout.medicines, *layout.parts))
    yield from (f"- {timeline.title}: entries of `{timeline.group}`." for timeline in layout.timelines)
    if layout.informant:
        words = "; ".join(f"`{word.code}` {word.text}" for word in layout.informant.words)
        yield from ("", f"Without a name, an informant is called: {words}.")
    yield ""


def _part(part: Part) -> str:
    named = ", ".join(f"`{name}`" for name in (*part.items, *part.groups))
    return " ".join(filter(None, (f"- **{part.title}:** {named or 'no question'}.", part.note)))


def _risk(row: RiskPart) -> str:
    """One row, with the answers to the danger question and to other rows' questions that it also shows."""
    shared = [
        f"{lead} `{question}`: {', '.join(f'`{code}`' for code in codes)}."
        for lead, answers in (("Of", row.gate), ("Also of", row.also))
        for question, codes in answers.items()
    ]
    context = [f"Beside them: {', '.join(f'`{name}`' for name in row.context)}."] if row.context else []
    return " ".join((_part(row), *shared, *context))
