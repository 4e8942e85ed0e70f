"""Runs all benchmarks and writes docs/performance.md: `python -m benchmarks`. A missed target fails nothing."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import sqlite3
import sys
from importlib.metadata import version

from benchmarks import deciding, documents, records, report, screens, situation


def main() -> None:
    """Run all benchmarks, which takes a few minutes; progress goes to standard error."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--print", action="store_true", help="print the page instead of writing docs/performance.md")
    options = parser.parse_args()
    machine = _machine()  # first, because measuring raises the load
    parts = []
    for part in (deciding, documents, screens, records):
        print(f"Measuring: {part.__name__.partition('.')[2]} …", file=sys.stderr)
        parts.append(part.measure())
    page = report.document(parts, machine, dt.datetime.now().astimezone().date())
    if options.print:
        print(page, end="")
    else:
        report.FILE.write_text(page, "utf-8")


def _machine() -> str:
    """The machine, its load, and the relevant versions."""
    load = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors{load}; "
        f"Python {platform.python_version()}, Streamlit {version('streamlit')}, WeasyPrint {version('weasyprint')}, "
        f"SQLite {sqlite3.sqlite_version}; content {situation.content().questionnaire.version}"
    )


if __name__ == "__main__":
    main()
