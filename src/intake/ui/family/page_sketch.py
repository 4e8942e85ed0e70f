"""A picture of the summary's first page: its own headings where they stand on paper, and gray lines for the text.

It shows what the file looks like without showing the answers to whoever looks on.
"""

from __future__ import annotations

from intake.brief.blocks import RiskBox
from intake.brief.model import Brief
from intake.brief.outline import Cover, OutlineSection, outline
from intake.i18n import Translator
from intake.ui.common import html


def page_1(brief: Brief, words: Translator) -> str:
    """Page 1 as a small sheet of paper. Screen readers hear only what it is."""
    whole = outline(brief, words)
    label = html.safe(words.ui("A picture of page 1 of your summary"))
    return (
        f'<div class="ns-sheet" role="img" aria-label="{label}">'
        f'<p class="ns-sheet-title">{html.safe(whole.head.title)}</p>{_sections(whole.cover)}</div>'
    )


def _sections(cover: Cover) -> str:
    return f'<p class="ns-sheet-priority">{html.safe(cover.priority)}</p>' + "".join(map(_section, cover.sections))


def _section(section: OutlineSection) -> str:
    wide = " ns-sheet-wide" if any(isinstance(block, RiskBox) for block in section.blocks) else ""
    return f'<div class="ns-sheet-part{wide}"><p>{html.safe(section.title)}</p></div>'
