"""The figures of many runs of the same action."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Figures:
    """The median and the 95th percentile of many times, in seconds."""

    median: float
    high: float
    runs: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Figures:
        """The figures of these times. Raises StatisticsError if there are none."""
        return cls(median(seconds), sorted(seconds)[ceil(0.95 * (len(seconds) - 1))], len(seconds))


@dataclass(frozen=True)
class Measurement:
    """One row of the table: what was measured, the figures, the unit to show them in, and a note."""

    what: str
    figures: Figures
    unit: str
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The cells of the row as text."""
        factor = {"µs": 1e6, "ms": 1e3}[self.unit]
        digits = 1 if self.figures.median * factor < 20 else 0
        middle, high = (
            f"{seconds * factor:.{digits}f} {self.unit}" for seconds in (self.figures.median, self.figures.high)
        )
        return self.what, middle, high, str(self.figures.runs), self.note


@dataclass(frozen=True)
class Verdict:
    """Whether a target was met, and the figure measured."""

    target: str
    met: bool
    figure: str

    def __str__(self) -> str:
        """`Met: target (figure)`."""
        return f"{'Met' if self.met else 'Not met'}: {self.target} ({self.figure})"


@dataclass(frozen=True)
class Measurements:
    """The results of one benchmark."""

    rows: tuple[Measurement, ...]
    verdicts: tuple[Verdict, ...]


def timed(action: Callable[[], object]) -> float:
    """The seconds that `action` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
