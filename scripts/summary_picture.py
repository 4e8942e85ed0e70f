"""Makes the picture of the summary's first page that the start page shows, from the answers of an invented family.

python scripts/summary_picture.py   # needs pdftoppm (package poppler-utils)
"""

from __future__ import annotations

import datetime as dt
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from intake.brief.builder import brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import acceptance_cases, response_of
from intake.domain.assessing import assess
from intake.i18n import SOURCE, translator
from intake.outputs import formats

CASE = "alex"
PICTURE = Path(__file__).resolve().parents[1] / "src/intake/ui/app/summary.png"
DOTS_PER_INCH = 72  # the picture shows the layout and is not meant to be read
GRAYS = 8  # with more, the file is twice as large


def main() -> None:
    """Write the picture."""
    content, words = load(), translator(SOURCE, content_folder() / "locales")
    answers = next(case.answers for case in acceptance_cases(content_folder(), content) if case.id == CASE)
    response = response_of(answers, content)
    now = dt.datetime.now().astimezone()
    made = brief(content, response, assess(content, response, now.date()), now, words)
    summary = formats.Summary(
        content=content, response=response, brief=made, words=words, folder=content_folder(), paper="letter"
    )
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "summary.pdf"
        pdf.write_bytes(formats.PDF.make(summary))
        options = ("-png", "-gray", "-r", str(DOTS_PER_INCH), "-f", "1", "-l", "1", "-singlefile")
        subprocess.run(["pdftoppm", *options, pdf, pdf.with_suffix("")], check=True)
        with Image.open(pdf.with_suffix(".png")) as page:
            page.quantize(GRAYS).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
