"""How long the PDF takes and how large it is, made by the function behind the download button, with answers attached.

Measured for the check and for the whole intake with the most answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from benchmarks import situation
from benchmarks.figures import Figures, Measurement, Measurements, Verdict, timed
from intake.brief.builder import brief
from intake.config import content_folder
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.response import Response
from intake.i18n import translator
from intake.outputs.formats import answers_attachment
from intake.outputs.pdf.renderer import RenderedPdf
from intake.outputs.summary_pdf import pdf
from intake.saved import payload

RUNS = 15
TARGET = 0.4
TARGET_INTAKE = 0.6
MOST_BYTES = 250_000
MOST_PAGES = 5
_MADE_ON = dt.datetime.combine(ON, dt.time(9), dt.UTC)


def measure() -> Measurements:
    """Measure the first PDF of the process, then later ones, of the check and of a whole intake."""
    check, intake = _maker(situation.full()), _maker(situation.intake())
    cold = Figures.of([timed(check)])
    check_figures = Figures.of([timed(check) for _ in range(RUNS)])
    intake_figures = Figures.of([timed(intake) for _ in range(RUNS)])
    rendered = intake()
    return Measurements(
        rows=(
            Measurement("First PDF after a start", cold, "ms"),
            Measurement("PDF, warm", check_figures, "ms", _note(situation.fullest().id, check())),
            Measurement(
                "PDF of a whole intake, warm", intake_figures, "ms", _note(situation.fullest_intake(), rendered)
            ),
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
