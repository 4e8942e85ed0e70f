"""Reads a tagged PDF as a screen reader does: the text of the structure tree, in tree order.

A file can pass every conformance rule and still read wrong, so tests compare this text with what the document should
say. Right-to-left text comes out in visual order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import groupby
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

# Elements inside a line of text.
_INLINE = frozenset(["Span", "NonStruct", "Link"])


class Block(NamedTuple):
    """A run of text and its closest structure element: H1, P, TH, TD, Lbl, LBody, Figure (its /Alt).

    Cells in the head rows of a table have the tag THead.
    """

    tag: str
    text: str


def blocks(pdf: bytes) -> list[Block]:
    """The text of the document in reading order. Adjacent runs in the same element are one block."""
    reader = PdfReader(BytesIO(pdf))
    texts = {page.indirect_reference.idnum: _marked_text(page) for page in reader.pages if page.indirect_reference}
    root: Any = reader.trailer["/Root"]
    owned_blocks: list[tuple[int, Block]] = []
    for owner, tag, text in _walk(root["/StructTreeRoot"]["/K"], texts, "Document", 0, 0):
        if owned_blocks and owned_blocks[-1][0] == owner:
            owned_blocks[-1] = owner, Block(tag, owned_blocks[-1][1].text + text)
        else:
            owned_blocks.append((owner, Block(tag, text)))
    return [block for _, block in owned_blocks]


def spoken(pdf: bytes) -> str:
    """The document as it is read aloud, without list markers and white space.

    A table that continues on the next page is two tables in the file, and the second repeats the head. The repeated
    head is left out, so the rest can be compared with what the document should say.
    """
    read_blocks: list[Block] = []
    head: list[str] = []
    for is_head, group in groupby(blocks(pdf), key=lambda block: block.tag == "THead"):
        run = list(group)
        if is_head:
            cells = [block.text for block in run]
            if cells == head and read_blocks[-1].tag in ("TH", "TD"):
                continue
            head = cells
        read_blocks += run
    return "".join("".join(block.text.split()) for block in read_blocks if block.tag != "Lbl")


def _walk(
    node: Any, texts: dict[int, dict[int, str]], tag: str, owner: int, page: int
) -> Iterator[tuple[int, str, str]]:
    """Depth first: (element, its tag, text) for every marked run, in order."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for kid in node:
            yield from _walk(kid, texts, tag, owner, page)
    elif not isinstance(node, DictionaryObject):
        yield owner, tag, texts[page][int(node)]
    elif "/S" in node:
        name = str(node["/S"]).removeprefix("/")
        if "/Pg" in node:
            page = node.raw_get("/Pg").idnum
        if name not in _INLINE:
            tag, owner = "THead" if tag == "THead" else name, id(node)
        if "/Alt" in node:
            yield owner, tag, str(node["/Alt"])
        elif "/K" in node:
            yield from _walk(node["/K"], texts, tag, owner, page)


def _marked_text(page: PageObject) -> dict[int, str]:
    """The text of each marked-content identifier of a page."""
    resources: Any = page["/Resources"]
    letters = {name: _to_unicode(font.get_object()) for name, font in resources.get("/Font", {}).items()}
    texts: dict[int, str] = {}
    open_marks: list[int | None] = []
    font = ""
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        if operator in (b"BDC", b"BMC"):
            properties = operands[1] if len(operands) > 1 else {}
            mark = properties.get("/MCID")
            open_marks.append(None if mark is None else int(mark))
            if mark is not None:
                texts[int(mark)] = ""
        elif operator == b"EMC":
            open_marks.pop()
        elif operator == b"Tf":
            font = str(operands[0])
        elif operator in (b"Tj", b"TJ") and open_marks and open_marks[-1] is not None:
            pieces = operands[0] if operator == b"TJ" else operands
            texts[open_marks[-1]] += "".join(_decoded(piece, letters[font]) for piece in pieces)
    return texts


def _decoded(piece: Any, letters: dict[int, str]) -> str:
    """The text of a string in which every code has two bytes; "" for a number, which only moves the position."""
    data = piece if isinstance(piece, bytes) else getattr(piece, "original_bytes", b"")
    return "".join(letters[int.from_bytes(data[i : i + 2], "big")] for i in range(0, len(data), 2))


def _to_unicode(font: Any) -> dict[int, str]:
    """The text for each code of a font, from its ToUnicode map."""
    table = font["/ToUnicode"].get_object().get_data().decode("ascii")
    pairs = re.findall(r"^<([0-9a-f]{4})> <([0-9a-f]*)>$", table, re.MULTILINE | re.IGNORECASE)
    return {int(code, 16): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}
