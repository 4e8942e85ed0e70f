"""What is said of many runs of the same thing."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Figures:
    """The middle one of many times, and the one that 95 of 100 stay under; both in seconds."""

    median: float
    high: float
    runs: int

    @classmethod
    def of(cls, seconds: Sequence[float]) -> Figures:
        """Raises ValueError when nothing was measured."""
        if not seconds:
            raise ValueError("nothing was measured")
        return cls(median(seconds), sorted(seconds)[int(0.95 * (len(seconds) - 1))], len(seconds))


def timed(action: Callable[[], object]) -> float:
    """Seconds that pass while `action` runs."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
