"""How long the PDF takes: page 1 and all answers, through the same function as the download button."""

from __future__ import annotations

import datetime as dt

from benchmarks import situation
from benchmarks.figures import Figures, Measured, Row, Verdict, timed
from intake.cases import ON
from intake.config import content_folder
from intake.documents.renderer import RenderedPdf
from intake.documents.summary_document import pdf
from intake.engine import assess
from intake.language import translator
from intake.summary import brief

RUNS = 15
TARGET = 0.4


def measure() -> Measured:
    """The first PDF of the process, then the ones after it."""
    content, response, folder = situation.content(), situation.full(), content_folder()
    words = translator(content.language, folder / "locales")
    told = brief(content, response, assess(content, response, ON), dt.datetime.combine(ON, dt.time(9), dt.UTC), words)
    made: list[RenderedPdf] = []

    def make() -> None:
        made.append(pdf(told, words, folder))

    cold = Figures.of([timed(make)])
    warm = Figures.of([timed(make) for _ in range(RUNS)])
    last = made[-1]
    layout = "set twice: page 1 needed the compact form" if last.compact else "set once"
    note = f"{situation.fullest().id}, {last.pages} pages, {len(last.data) / 1e3:.0f} kB, {layout}"
    return Measured(
        rows=(Row("PDF, the first after a start", cold, "ms"), Row("PDF, warm", warm, "ms", note)),
        verdict=Verdict("PDF warm under 400 ms", warm.median < TARGET, f"{warm.median * 1e3:.0f} ms"),
    )
