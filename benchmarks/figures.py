"""What is said of many runs of the same thing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Figures:
    """The middle one of many times, and the one that 95 of 100 stay under; both in seconds."""

    median: float
    high: float
    runs: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Figures:
        """Raises StatisticsError when nothing was measured."""
        return cls(median(seconds), sorted(seconds)[ceil(0.95 * (len(seconds) - 1))], len(seconds))


@dataclass(frozen=True)
class Row:
    """One line of the table: what was measured, the figures in the unit a reader expects, and what is worth knowing."""

    what: str
    figures: Figures
    unit: str
    note: str = ""

    def cells(self) -> tuple[str, ...]:
        """The cells of the line as text."""
        factor = {"µs": 1e6, "ms": 1e3}[self.unit]
        digits = 1 if self.figures.median * factor < 20 else 0
        middle, high = (
            f"{seconds * factor:.{digits}f} {self.unit}" for seconds in (self.figures.median, self.figures.high)
        )
        return self.what, middle, high, str(self.figures.runs), self.note


@dataclass(frozen=True)
class Verdict:
    """Whether a target was met, and by what figure."""

    target: str
    met: bool
    figure: str

    def __str__(self) -> str:
        """`Met: target (figure)`."""
        return f"{'Met' if self.met else 'Not met'}: {self.target} ({self.figure})"


@dataclass(frozen=True)
class Measured:
    """What one part of the benchmark found out."""

    rows: tuple[Row, ...]
    verdicts: tuple[Verdict, ...]


def timed(action: Callable[[], object]) -> float:
    """Seconds that pass while `action` runs."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
