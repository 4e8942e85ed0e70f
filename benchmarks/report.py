"""Writes the figures as a page: docs/performance.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.figures import Measurements

FILE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"

_HEAD = ("What", "Median", "95th percentile", "Runs", "Notes")
_ABOUT = """\
<!-- Written by `make bench`. Change benchmarks/report.py, not this file. -->

# Performance

How long people wait, measured on the real content with the real server. These are figures, not tests: a missed target
fails nothing. `make bench` measures again on your machine and rewrites this page; `python -m benchmarks --print` only
prints the new page."""
_READING = """\
## How to read the table

- Times depend on the machine. Compare the app with the empty Streamlit page of the same run, not with another machine.
- *Server CPU* is the processor time that the whole server process uses from a click until it is idle again.
- The PDF is made by the function behind the download button, with the answers attached.
- Records are in SQLite, for invented families: three relatives and three calls in each. *A plain table* is a SQLite
  table with the same rows, unencrypted and without an audit trail."""


def document(parts: Sequence[Measurements], machine: str, day: dt.date) -> str:
    """The page as Markdown: machine and date, targets met and missed, and all figures."""
    verdicts = [f"- {verdict}" for part in parts for verdict in part.verdicts]
    rows = [row.cells() for part in parts for row in part.rows]
    table = [_line(cells) for cells in (_HEAD, ("---",) * len(_HEAD), *rows)]
    blocks = (
        _ABOUT,
        f"Measured on {day.isoformat()}: {machine}.",
        "## Targets",
        "\n".join(verdicts),
        "## Figures",
        "\n".join(table),
        _READING,
    )
    return "\n\n".join(blocks) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
