"""Prints a table of figures and whether they meet their targets: `python -m benchmarks`. Always ends with status 0."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from importlib.metadata import version

from benchmarks import deciding, documents, records, screens

_HEAD = ("What", "Median", "95th percentile", "Runs", "")


def main() -> None:
    """Measures everything, a few minutes, and prints it as Markdown."""
    parts = []
    for part in (deciding, documents, screens, records):
        print(f"Measuring: {part.__name__.partition('.')[2]} …", file=sys.stderr)
        parts.append(part.measure())
    print(_machine() + "\n")
    for cells in (_HEAD, ("---",) * len(_HEAD), *(row.cells() for part in parts for row in part.rows)):
        print(_line(cells))
    print()
    for part in parts:
        print("\n".join(f"- {verdict}" for verdict in part.verdicts))


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _machine() -> str:
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, WeasyPrint {version('weasyprint')}; "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors{load}."
    )


if __name__ == "__main__":
    main()
