"""Which of many similar cases run every time; `make long` runs the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest

WORKED = ("sam", "alex", "rachel_evenings", "spouse_and_meth", "mild_worry", "all_unknown")
"""The acceptance cases that stand for the others."""


def often(names: Iterable[str], each_time: Collection[str] = WORKED) -> list[Any]:
    """Parameters: those of `each_time` as they are, the others marked as long."""
    return [name if name in each_time else pytest.param(name, marks=pytest.mark.long) for name in names]
