"""Chapter of the handbook on the family's safety sheet."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content.handbook.words import cited, said_if
from intake.domain.content import Content
from intake.domain.safety_sheet import SheetBlock


def safety_sheet(content: Content) -> Iterator[str]:
    """Every box of the sheet and the card, with its sources."""
    sheet = content.safety_sheet
    if sheet is None:
        return
    yield from ("## Safety sheet", "", f"**{sheet.title}** {sheet.note}", "")
    yield from (f"Numbers: “{sheet.numbers_title}.” Card: “{sheet.card_title}.”", "")
    yield from (f"None is made where the part `{sheet.fits}` is withheld.", "")
    for block in sheet.blocks:
        yield from _block(block, content)


def _block(block: SheetBlock, content: Content) -> Iterator[str]:
    on_card = " Also on the card." if block.card else ""
    yield from (f"### `{block.id}`: {block.title}", "")
    yield f"{cited(block.sources)}.{on_card} {said_if(block.when, block.unless, content)}".strip()
    yield ""
    for line in block.lines:
        short = f" (card: {line.short})" if line.short else ""
        left_out = "" if line.card or not block.card else " (not on the card)"
        yield f"- {line.text}{short}{left_out}"
    yield from (f"- The answer to `{name}`" for name in block.answers)
    yield ""
