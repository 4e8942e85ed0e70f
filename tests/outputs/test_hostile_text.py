"""Typed text cannot make the document load, embed, or run anything; odd text prints and conforms."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import StreamObject

from intake.outputs.pdf.printable import printable
from intake.outputs.pdf.renderer import Renderer
from tests.outputs.conftest import STYLESHEETS, brief_page, small_page
from tests.pdf_conformance.checker import FailedRule
from tests.pdf_conformance.structure import blocks

SECRET = b"the-content-of-a-file-on-this-machine"


@pytest.fixture
def bait(tmp_path: Path) -> Iterator[tuple[list[str], str, list[str]]]:
    """Hostile texts that request a file and a web server: the texts, the URL of the file, and the requests seen."""
    file = tmp_path / "secret.txt"
    file.write_bytes(SECRET)
    seen: list[str] = []

    class Recorder(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)
            self.send_error(404)

        def log_message(self, *_arguments: object) -> None:
            """Keep the test output clean."""

    server = HTTPServer(("127.0.0.1", 0), Recorder)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield _hostile(file.as_uri(), f"http://127.0.0.1:{server.server_port}"), file.as_uri(), seen
    server.shutdown()
    thread.join()
    server.server_close()


def _hostile(file: str, web: str) -> list[str]:
    return [
        f'<link rel="attachment" href="{file}">',
        f'<a rel="attachment" href="{file}">get it</a>',
        f'<img src="{web}/img"><img src="{file}">',
        f'<link rel="stylesheet" href="{web}/css">',
        f"<style>@import url({web}/import); body {{ background: url({web}/background) }}</style>",
        f"<style>@font-face {{ font-family: X; src: url({web}/font) }} * {{ font-family: X }}</style>",
        f'<p style="background-image: url({web}/style); content: url({file})">styled</p>',
        f'<object data="{web}/object"></object><embed src="{web}/embed"><iframe src="{web}/frame"></iframe>',
        f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{web}/svg" width="9" height="9"/></svg>',
        f'<base href="{web}/"><img src="relative">',
        '<link rel="attachment" href="data:text/plain,inside">',
        f'<meta http-equiv="refresh" content="0;url={web}/refresh"><script src="{web}/script"></script>',
        "{{ 7 * 7 }} {% include '/etc/passwd' %} ${7*7} </style></title></p><h1>",
        '"><img src=x onerror=alert(1)> &lt;b&gt; &#x3c;script&#x3e;',
    ]


@pytest.mark.parametrize("number", range(5))
def test_typed_markup_is_printed_not_executed(
    renderer: Renderer,
    failed_rules: Callable[[bytes], list[FailedRule]],
    bait: tuple[list[str], str, list[str]],
    number: int,
) -> None:
    texts, _, seen = bait
    typed = "\n".join(texts[number::5])
    pdf = renderer.render(brief_page(quote=printable(typed).text, name=printable(typed, limit=200, lines=1).text))
    assert seen == []
    assert _reaches_nothing(pdf.data)
    assert "".join(typed.split()) in "".join(_text(pdf.data).replace("\u200b", "").split())
    if number == 0:  # these differ only in letters; the odd texts below are checked one by one
        assert failed_rules(pdf.data) == []


def test_even_unescaped_markup_loads_nothing(
    bait: tuple[list[str], str, list[str]], capfd: pytest.CaptureFixture[str]
) -> None:
    """A second line of defense, in case a template forgets to escape."""
    texts, _, seen = bait
    renderer = Renderer(children=1)
    try:
        for typed in texts:
            pdf = renderer.render(small_page(f"<h1>Small</h1><p>{typed}</p>", head=typed))
            assert _reaches_nothing(pdf.data)
    finally:
        renderer.close()
    assert seen == []
    assert capfd.readouterr() == ("", ""), "the content of a document must not be logged"


def test_the_bait_works_without_protection(bait: tuple[list[str], str, list[str]]) -> None:
    """Without protection the engine loads it, so the tests above can fail."""
    from weasyprint import HTML

    texts, _, seen = bait
    data = b""
    for typed in texts:
        data += HTML(string=f"<html lang=en><title>x</title>{typed}").write_pdf(uncompressed_pdf=True)
    assert {"/img", "/css", "/import", "/background", "/style", "/svg"} <= set(seen)
    assert SECRET in data


@pytest.mark.parametrize(
    "typed",
    [
        "word " * 10_000,
        "x" * 100_000,
        "\n" * 100_000,
        "漢" * 50_000,
        "😭👨‍👩‍👧‍👦🏳️‍🌈👍🏽5️⃣ ❤️‍🔥🇺🇸 ☎️ 🫠 " * 40,
        "مرحبا كيف حالك؟ أنا قلق عليه ١٢٣ " * 20 + "x\u202eevil\u202c \u2067isolate\u2069 \u200f",
        "你好，我很担心他。日本語もあります。 한국어도 있어요. " * 10,
        "สวัสดี नमस्ते \U00012000 \ue000 \ufffe \U0010ffff",
        "".join(map(chr, range(0x20))) + "\x7f\x85\x9f\ufeff\u2028\u2029 end",
        "Z\u0334\u0301\u0323\u0308\u0489a\u20dd" * 400,
        "\ud83d lone \ude00 \ud83d\ude00 \udc00\ud800",
        "\u00ad".join("syllables" * 200) + " \u200b\u200c\u200d\u2060" * 500,
        "\t".join("tabs" * 200) + "\u00a0" * 3000,
        "=HYPERLINK(\"http://example.invalid\") 'quoted' \\ %s %n",
    ],
    ids=[
        "50,000 characters", "one word of 100,000", "newlines", "50,000 Chinese", "emoji", "right to left",
        "East Asian", "no font has it", "controls", "accents", "lone surrogates", "invisible", "tabs and hard spaces",
        "formula",
    ],
)  # fmt: skip
@pytest.mark.long
def test_odd_text_prints_and_conforms(
    renderer: Renderer, failed_rules: Callable[[bytes], list[FailedRule]], typed: str
) -> None:
    page = brief_page(quote=printable(typed).text, name=printable(typed, limit=80, lines=1).text, parts=("Health",))
    pdf = renderer.render(page)
    assert failed_rules(pdf.data) == []
    assert _within_the_page(pdf.data)


def test_changed_stylesheets_take_effect_while_the_app_runs(renderer: Renderer, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.css"
    page = replace(small_page("<p>Text</p>"), stylesheets=(STYLESHEETS[0], sheet))
    sheet.write_text("@page { size: 300pt 300pt }")
    first = renderer.render(page)
    sheet.write_text("@page { size: 400pt 300pt }")
    assert [PdfReader(BytesIO(pdf.data)).pages[0].mediabox.width for pdf in (first, renderer.render(page))] == [
        300,
        400,
    ]


def _reaches_nothing(pdf: bytes) -> bool:
    """Whether the PDF has no attachment, link, script, or form, and no stream with the content of the bait."""
    reader = PdfReader(BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    assert not reader.attachments
    assert {"/OpenAction", "/AA", "/AcroForm"}.isdisjoint(root)
    targets = {str(link["/A"]["/URI"]) for page in reader.pages for link in _links(page) if "/A" in link}
    assert targets <= {"tel:988"}, targets
    size: Any = reader.trailer["/Size"]
    objects = (reader.get_object(number) for number in range(1, size - 1))
    return not any(SECRET in stream.get_data() for stream in objects if isinstance(stream, StreamObject))


def _links(page: Any) -> list[Any]:
    return [annotation.get_object() for annotation in page.get("/Annots", [])]


def _text(pdf: bytes) -> str:
    return "".join(block.text for block in blocks(pdf))


def _within_the_page(pdf: bytes) -> bool:
    """Whether all text is inside the page, where a printer can print it."""
    reader = PdfReader(BytesIO(pdf))
    places: list[tuple[float, float]] = []
    for page in reader.pages:
        page.extract_text(
            visitor_text=lambda text, matrix, text_matrix, *_: (
                places.append(_place(matrix, text_matrix)) if text.strip() else None
            )
        )
    width = float(reader.pages[0].mediabox.width)
    return all(0 < x < width for x, _ in places)


def _place(matrix: list[float], text_matrix: list[float]) -> tuple[float, float]:
    x, y = text_matrix[4], text_matrix[5]
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
