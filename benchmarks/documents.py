"""How long the PDF takes and how large it is, made by the function behind the download button, with answers attached.

Measured for the check and for the whole intake with the most answers; beside them, a Chromium that is already running
prints the same HTML, with tags, but without the answers and without conforming to PDF/A or PDF/UA.
"""

from __future__ import annotations

import datetime as dt
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from shutil import which

from benchmarks import situation
from benchmarks.figures import Figures, Measurement, Measurements, Verdict, timed
from intake.brief.builder import brief
from intake.config import content_folder
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.response import Response
from intake.i18n import translator
from intake.outputs.formats import answers_attachment
from intake.outputs.pdf import renderer
from intake.outputs.pdf.renderer import RenderedPdf
from intake.outputs.summary_pdf import html, pdf
from intake.saved import payload

RUNS = 15
TARGET = 0.3
WARM_UP = 5.0  # seconds that a server's first worker has before anybody can ask for a PDF; a server starts it by itself
TARGET_INTAKE = 0.6
MOST_BYTES = 250_000
MOST_PAGES = 5
_MADE_ON = dt.datetime.combine(ON, dt.time(9), dt.UTC)


def measure() -> Measurements:
    """Measure the first PDF after a start, then later ones, of the check and of a whole intake, and Chromium's."""
    check, intake = _maker(situation.full()), _maker(situation.intake())
    renderer.warm()
    time.sleep(WARM_UP)
    first = Figures.of([timed(check)])
    check_figures = Figures.of([timed(check) for _ in range(RUNS)])
    intake_figures = Figures.of([timed(intake) for _ in range(RUNS)])
    rendered = intake()
    return Measurements(
        rows=(
            Measurement("First PDF after a start", first, "ms", f"{WARM_UP:g} seconds after the worker was started"),
            Measurement("PDF, warm", check_figures, "ms", _note(situation.fullest().id, check())),
            Measurement(
                "PDF of a whole intake, warm", intake_figures, "ms", _note(situation.fullest_intake(), rendered)
            ),
            *_chromium({"PDF": check_figures, "PDF of a whole intake": intake_figures}),
        ),
        verdicts=(
            _time_verdict("PDF", check_figures, TARGET),
            _time_verdict("PDF of a whole intake", intake_figures, TARGET_INTAKE),
            Verdict(
                f"PDF of a whole intake under {MOST_BYTES // 1000} kB and on at most {MOST_PAGES} pages",
                len(rendered.data) < MOST_BYTES and rendered.pages <= MOST_PAGES,
                f"{len(rendered.data) / 1e3:.0f} kB, {rendered.pages} pages",
            ),
        ),
    )


def _chromium(ours: dict[str, Figures]) -> list[Measurement]:
    """The same two documents printed by a running Chromium, with the ratio; no rows if there is none here."""
    path = os.environ.get("NEXT_STEP_CHROMIUM") or which("chromium-headless-shell") or which("chromium")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return []
    if path is None:
        return []
    rows: list[Measurement] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        browser = stack.enter_context(sync_playwright()).chromium.launch(executable_path=path, args=["--no-sandbox"])
        stack.callback(browser.close)
        page = browser.new_page()
        for (what, figures), response in zip(ours.items(), (situation.full(), situation.intake()), strict=True):
            file = folder / "summary.html"
            file.write_text(_page(response), "utf-8")

            def printed(address: str = file.as_uri()) -> bytes:
                page.goto(address)
                return page.pdf(tagged=True, prefer_css_page_size=True)

            printed()
            theirs = Figures.of([timed(printed) for _ in range(RUNS)])
            note = f"{len(printed()) / 1e3:.0f} kB; ours takes {figures.median / theirs.median:.1f} times as long"
            rows.append(Measurement(f"{what}: the same HTML by Chromium, warm", theirs, "ms", note))
    return rows


def _page(response: Response) -> str:
    """The summary of a response as HTML that a browser can print: with links to its stylesheets."""
    content, folder = situation.content(), content_folder()
    words = translator(content.language, folder / "locales")
    summary = brief(content, response, assess(content, response, ON), _MADE_ON, words)
    styles = (folder / "summary" / "fonts" / "fonts.css", folder / "summary" / "summary.css")
    links = "".join(f'<link rel="stylesheet" href="{path.resolve().as_uri()}">' for path in styles)
    return html(summary, words, folder).replace("</head>", f"{links}</head>")


def _maker(response: Response) -> Callable[[], RenderedPdf]:
    """A function that renders the PDF of a response, with the answers attached."""
    content, folder = situation.content(), content_folder()
    words = translator(content.language, folder / "locales")
    summary = brief(content, response, assess(content, response, ON), _MADE_ON, words)
    answers = answers_attachment(payload(response, {}, _MADE_ON), words)
    return lambda: pdf(summary, words, folder, attachments=(answers,))


def _time_verdict(document: str, figures: Figures, target: float) -> Verdict:
    return Verdict(
        f"{document} warm under {target * 1e3:.0f} ms", figures.median < target, f"{figures.median * 1e3:.0f} ms"
    )


def _note(name: str, rendered: RenderedPdf) -> str:
    layout = "laid out twice: page 1 needed the small size" if rendered.compact else "laid out once"
    return f"{name}, {rendered.pages} pages, {len(rendered.data) / 1e3:.0f} kB, {layout}"
