"""How long the PDF takes and how large it is, through the same function as the download button, answers inside.

Once for the check with the most answers, once for the whole intake with the most.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from benchmarks import situation
from benchmarks.figures import Figures, Measured, Row, Verdict, timed
from intake.brief.builder import brief
from intake.config import content_folder
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.response import Response
from intake.i18n import translator
from intake.outputs.formats import carried
from intake.outputs.pdf.renderer import RenderedPdf
from intake.outputs.summary_pdf import pdf
from intake.saved import payload

RUNS = 15
TARGET = 0.4
TARGET_INTAKE = 0.6
MOST_BYTES = 250_000
MOST_PAGES = 5
_MADE_ON = dt.datetime.combine(ON, dt.time(9), dt.UTC)


def measure() -> Measured:
    """The first PDF of the process, then the ones after it: of the check, and of a whole intake."""
    check, intake = _maker(situation.full()), _maker(situation.intake())
    cold = Figures.of([timed(check)])
    of_check = Figures.of([timed(check) for _ in range(RUNS)])
    of_intake = Figures.of([timed(intake) for _ in range(RUNS)])
    made = intake()
    return Measured(
        rows=(
            Row("First PDF after a start", cold, "ms"),
            Row("PDF, warm", of_check, "ms", _note(situation.fullest().id, check())),
            Row("PDF of a whole intake, warm", of_intake, "ms", _note(situation.fullest_intake(), made)),
        ),
        verdicts=(
            _quick("PDF", of_check, TARGET),
            _quick("PDF of a whole intake", of_intake, TARGET_INTAKE),
            Verdict(
                f"PDF of a whole intake under {MOST_BYTES // 1000} kB and on at most {MOST_PAGES} pages",
                len(made.data) < MOST_BYTES and made.pages <= MOST_PAGES,
                f"{len(made.data) / 1e3:.0f} kB, {made.pages} pages",
            ),
        ),
    )


def _maker(response: Response) -> Callable[[], RenderedPdf]:
    """Makes the file of one response, with the answers it carries."""
    content, folder = situation.content(), content_folder()
    words = translator(content.language, folder / "locales")
    told = brief(content, response, assess(content, response, ON), _MADE_ON, words)
    answers = carried(payload(response, {}, _MADE_ON), words)
    return lambda: pdf(told, words, folder, attachments=(answers,))


def _quick(what: str, figures: Figures, target: float) -> Verdict:
    return Verdict(
        f"{what} warm under {target * 1e3:.0f} ms", figures.median < target, f"{figures.median * 1e3:.0f} ms"
    )


def _note(name: str, made: RenderedPdf) -> str:
    layout = "laid out twice: page 1 needed the small size" if made.compact else "laid out once"
    return f"{name}, {made.pages} pages, {len(made.data) / 1e3:.0f} kB, {layout}"
