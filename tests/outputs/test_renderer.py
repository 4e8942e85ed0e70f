"""A page becomes one correct, conforming PDF in time, or a clear error, even with concurrent callers."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from intake.config import ROOT
from intake.outputs.pdf import renderer as renderer_module
from intake.outputs.pdf.renderer import (
    Attachment,
    Page,
    PdfFailedError,
    PdfTooSlowError,
    PdfUnavailableError,
    Renderer,
    pango_install_line,
)
from tests.outputs.conftest import MADE_ON, QUOTE, brief_html, brief_page, small_page
from tests.pdf_conformance.checker import FailedRule
from tests.pdf_conformance.structure import blocks, spoken

Check = Callable[[bytes], list[FailedRule]]

ANSWERS = Attachment(
    "intake.json",
    "The answers this brief was made from",
    "application/fhir+json",
    json.dumps({"é\0": ["☐"] * 500}).encode(),
)
# Laying this out takes minutes because of its many lines.
ENDLESS = small_page(f"<pre>FOREVER{chr(10) * 100_000}</pre>")


@pytest.fixture(params=["stand-in", pytest.param("engine", marks=pytest.mark.long)])
def worker(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The program that children run: a stand-in without the engine; in `make long` also the engine itself."""
    if request.param == "stand-in":
        monkeypatch.setattr(renderer_module, "_WORKER", Path(__file__).with_name("stand_in_render_worker.py"))
    return str(request.param)


@pytest.mark.parametrize(("paper", "size"), [("letter", (612, 792)), ("a4", (595, 842))])
def test_the_pdf_is_accessible_archivable_and_has_the_answers(
    renderer: Renderer, failed_rules: Check, paper: str, size: tuple[int, int]
) -> None:
    pdf = renderer.render(brief_page(paper=paper, attachments=(ANSWERS,)))
    assert failed_rules(pdf.data) == []
    reader = PdfReader(BytesIO(pdf.data))
    assert (pdf.pages, len(reader.pages)) == (4, 4)
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == size
    (attached,) = reader.attachment_list
    assert (attached.name, attached.content) == ("intake.json", ANSWERS.payload)
    assert (attached.subtype, attached.associated_file_relationship) == ("/application/fhir+json", "/Source")
    assert attached.creation_date == MADE_ON


def test_the_checker_detects_violations(renderer: Renderer, failed_rules: Check) -> None:
    """A letter missing from the bundled fonts prints as an empty box, and the checker reports it."""
    broken = failed_rules(renderer.render(small_page("<h1>Հայերեն</h1>")).data)
    assert ("ua1", "7.21.8-1") in {(rule.flavour, rule.rule) for rule in broken}


def test_only_the_bundled_fonts_are_used_and_all_are_embedded(renderer: Renderer) -> None:
    quote = "☐ ✓ 😀 5 مرحبا 漢字 한국어 Việt Ελλ Рус"
    reader = PdfReader(BytesIO(renderer.render(brief_page(quote=quote)).data))
    names: set[str] = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            (descendant,) = font["/DescendantFonts"]
            names.add(str(font["/BaseFont"]).partition("+")[2])
            assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
    families = {name.split("-")[1] for name in names}
    assert families == {"Sans", "Arabic", "Emoji", "CJK"}, names
    assert all(name.startswith("Intake-") for name in names), names


def test_a_screen_reader_reads_every_word_once_and_in_order(renderer: Renderer) -> None:
    page = brief_page()
    pdf = renderer.render(page).data
    assert spoken(pdf) == "".join(_main_text(page.html).split())
    read = blocks(pdf)
    assert [block for block in read if block.tag == "H1"] == [("H1", "Brief about Alex")]
    assert [block.text for block in read if block.tag == "H2"][:3] == [
        "In the family’s words",
        "All answers",
        "Part 1: Safety at home",
    ]
    assert ("BlockQuote", QUOTE.replace("\n", "")) in read
    assert {block.tag for block in read} == {
        "H1", "H2", "P", "LBody", "Lbl", "BlockQuote", "Caption", "THead", "TH", "TD"
    }  # fmt: skip


def test_the_metadata_of_the_pdf_names_no_one(renderer: Renderer) -> None:
    head = "".join(
        f'<meta name="{name}" content="Zelda">' for name in ("author", "description", "keywords", "generator", "zelda")
    )
    reader = PdfReader(BytesIO(renderer.render(small_page("<p>Text</p>", head=head)).data))
    assert reader.metadata is not None
    assert reader.metadata.title == "Small"
    assert {"/Author", "/Subject", "/Keywords"}.isdisjoint(reader.metadata)
    root: Any = reader.trailer["/Root"]
    xmp = root["/Metadata"].get_data()
    assert b"Small" in xmp
    for name in (b"dc:creator", b"dc:description", b"pdf:Keywords"):
        assert name not in xmp


def test_the_same_page_gives_the_same_bytes_in_any_process(renderer: Renderer) -> None:
    page = brief_page(attachments=(ANSWERS,))
    first = renderer.render(page).data
    other = Renderer(children=1)
    try:
        assert other.render(page).data == first
    finally:
        other.close()
    assert renderer.render(replace(page, identifier=b"another brief")).data != first


@pytest.mark.parametrize(
    ("filler", "compact", "fits"),
    [("", False, True), ("Some words more. " * 210, True, True), ("Some words more. " * 600, True, False)],
    ids=["short", "a little too long", "hopeless"],
)
def test_a_cover_that_is_too_long_is_rendered_compactly(
    renderer: Renderer, filler: str, *, compact: bool, fits: bool
) -> None:
    pdf = renderer.render(brief_page(filler=filler))
    assert (pdf.compact, pdf.cover_fits) == (compact, fits)
    second_page = PdfReader(BytesIO(pdf.data)).pages[1].extract_text()
    assert ("Part 1: Safety at home" in second_page) == fits


def test_without_a_cover_the_document_is_rendered_once(renderer: Renderer) -> None:
    page = replace(brief_page(filler="Some words more. " * 210), cover_anchor=None)
    pdf = renderer.render(page)
    assert (pdf.compact, pdf.cover_fits) == (False, True)


def test_a_document_that_takes_too_long_is_stopped_and_the_next_one_works(worker: str) -> None:
    limit = 3 if worker == "stand-in" else 5
    renderer = Renderer(children=1, limit=limit)
    try:
        renderer.render(small_page("<p>First</p>"))
        started = time.monotonic()
        with pytest.raises(PdfTooSlowError, match=f"{limit} seconds"):
            renderer.render(ENDLESS)
        assert time.monotonic() - started < limit + 3
        assert renderer.render(small_page("<p>Next</p>")).pages == 1
    finally:
        renderer.close()


@pytest.mark.usefixtures("worker")
def test_waiting_too_long_for_a_free_child_raises_a_clear_error() -> None:
    renderer = Renderer(children=1, limit=2, queue_limit=0.2)
    busy = threading.Thread(target=_times_out, args=(renderer, ENDLESS))
    busy.start()
    try:
        time.sleep(0.3)
        with pytest.raises(PdfTooSlowError, match="Other documents"):
            renderer.render(small_page("<p>Waiting</p>"))
    finally:
        renderer.close()
        busy.join()


def test_concurrent_callers_each_get_their_own_document(worker: str) -> None:
    renderer = Renderer(children=2)

    def heading_for(name: str) -> str:
        data = renderer.render(small_page(f"<h1>For {name}</h1>")).data
        if worker == "stand-in":
            return data.decode().partition("<h1>")[2].partition("</h1>")[0]
        return PdfReader(BytesIO(data)).pages[0].extract_text().strip()

    names = [f"caller {number} end" for number in range(40)]
    try:
        with ThreadPoolExecutor(max_workers=10) as pool:
            assert list(pool.map(heading_for, names)) == [f"For {name}" for name in names]
    finally:
        renderer.close()


@pytest.mark.usefixtures("worker")
def test_a_child_that_dies_is_replaced_silently() -> None:
    renderer = Renderer(children=1)
    before = _workers()
    try:
        renderer.render(small_page("<p>First</p>"))
        (started,) = _workers() - before
        os.kill(started, signal.SIGTERM)
        assert renderer.render(small_page("<p>Next</p>")).pages == 1
    finally:
        renderer.close()


@pytest.mark.usefixtures("worker")
def test_a_child_is_replaced_after_its_share_of_documents_and_leaves_no_files() -> None:
    before, scratch_before = _workers(), _scratch_folders()
    renderer = Renderer(children=1, documents_per_child=2)
    try:
        seen = set()
        for _ in range(4):
            renderer.render(small_page("<p>Text</p>"))
            seen |= _workers() - before
        assert len(seen) >= 3
        assert len(_workers() - before) == 1
    finally:
        renderer.close()
    assert _workers() <= before
    assert _scratch_folders() <= scratch_before


def test_a_child_loads_its_stylesheets_before_it_is_asked(tmp_path: Path) -> None:
    """So the first document does not wait for fonts and styles: what the file says later is not read."""
    style = tmp_path / "style.css"
    style.write_text("p { break-before: page }")
    read = style.stat().st_mtime_ns
    page = small_page("<p>1</p><p>2</p>")
    page = replace(page, stylesheets=(*page.stylesheets, style))
    prepared = Renderer(children=1, stylesheets=page.stylesheets)
    try:
        prepared.render(small_page(""))  # waits until the child is ready
        style.write_text("p { color: black }")
        os.utime(style, ns=(read, read))
        assert prepared.render(page).pages == 2
    finally:
        prepared.close()


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer_module, "_WORKER", Path(__file__).with_name("stand_in_render_worker.py"))


@pytest.mark.usefixtures("stand_in")
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_a_renewed_child_keeps_no_document(*, busy: bool) -> None:
    """A child that is at work when the others are replaced is replaced as soon as it is done."""
    renderer = Renderer(children=1)
    (slot,) = renderer._slots
    try:
        with ThreadPoolExecutor(1) as pool:
            made = pool.submit(renderer.render, small_page("<p>SLOWLY</p>"))
            while slot.child is None or not (made.done() if not busy else slot.child.documents):
                time.sleep(0.01)
            first = slot.child
            renderer.renew()
            assert made.result().pages == 1
        assert first._process.poll() is not None, "the process is gone, and its memory with it"
        assert slot.child is not None
        assert slot.child.documents == 0
        assert renderer.render(small_page("<p>2</p>")).pages == 1
    finally:
        renderer.close()


@pytest.mark.usefixtures("stand_in")
def test_a_child_does_not_overwrite_what_it_frees() -> None:
    """It takes a quarter longer, and a replaced child gives all its memory back."""
    served = {**os.environ, "PYTHONMALLOC": "malloc", "GLIBC_TUNABLES": "glibc.malloc.perturb=90"}
    renderer = Renderer(children=1, environment=served)
    try:
        names = renderer.render(small_page("ENVIRONMENT")).data.decode().split()
    finally:
        renderer.close()
    assert "FONTCONFIG_FILE" in names
    assert {"PYTHONMALLOC", "GLIBC_TUNABLES"}.isdisjoint(names)


def test_an_error_contains_no_text_of_the_document(renderer: Renderer) -> None:
    page = replace(brief_page(name="Zelda"), html=brief_html(name="Zelda \ud83d"))
    with pytest.raises(PdfFailedError) as caught:
        renderer.render(page)
    assert "Zelda" not in "".join(traceback.format_exception(caught.value))


@pytest.mark.skipif(sys.platform != "linux", reason="a library is hidden with the loader path of Linux")
def test_without_pango_the_error_says_what_to_install(tmp_path: Path) -> None:
    """The loader finds this empty file first, as in a broken or partly removed installation."""
    (tmp_path / "libpango-1.0.so.0").touch()
    renderer = Renderer(environment={**os.environ, "LD_LIBRARY_PATH": str(tmp_path)})
    try:
        with pytest.raises(PdfUnavailableError) as caught:
            renderer.render(small_page("<p>Text</p>"))
    finally:
        renderer.close()
    assert caught.value.install == pango_install_line()
    assert "pango" in caught.value.install
    assert caught.value.install in str(caught.value)


def test_the_app_never_loads_the_engine_and_ends_its_children() -> None:
    """The shared renderer in its own interpreter: started early, used, and ended with the interpreter."""
    script = (
        "import sys\n"
        "from intake.outputs.pdf.renderer import render_pdf, warm\n"
        "from tests.outputs.test_renderer import _workers, small_page\n"
        "warm()\n"
        "print(*_workers())\n"
        "assert render_pdf(small_page('<p>Text</p>')).pages == 1\n"
        "print('weasyprint' in sys.modules)\n"
    )
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    output = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    *children, engine_loaded = output
    assert engine_loaded == "False"
    assert len(children) == 1
    assert int(children[0]) not in _workers(parent=None)


def test_a_time_without_a_zone_is_rejected() -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(small_page(""), made_on=datetime(2030, 1, 1))  # noqa: DTZ001 - the mistake


def _times_out(renderer: Renderer, page: Page) -> None:
    with pytest.raises(PdfTooSlowError):
        renderer.render(page)


class _Main(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.text = ""

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.inside = self.inside or tag == "main"

    def handle_data(self, data: str) -> None:
        self.text += data if self.inside else ""


def _main_text(html: str) -> str:
    parser = _Main()
    parser.feed(html)
    return parser.text


def _workers(parent: int | None = os.getpid()) -> set[int]:
    """The process ids of running render workers: the children of `parent`, or all if it is None."""
    listed = subprocess.run(
        ["ps", "-A", "-ww", "-o", "pid=,ppid=,stat=,args="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listed.stdout.splitlines()]
    return {
        int(pid)
        for pid, ppid, state, arguments in rows
        if "render_worker.py" in arguments and not state.startswith("Z") and parent in (None, int(ppid))
    }


def _scratch_folders() -> set[Path]:
    return set(Path(tempfile.gettempdir()).glob("intake-documents-*"))
