"""Statistics for supervisors count every call; in files they reveal no single family."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.store.statistics import (
    FEW,
    MIN_SHOWN,
    by_week,
    calls_and_cases,
    crossed,
    days_to_next_contact,
    suppress_small_counts,
)

MONDAY = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def call(
    week: int, urgency: int = 3, *, waited: float | None = None, outcome: str | None = None, case: str = "a"
) -> dict[str, Any]:
    began = MONDAY + dt.timedelta(weeks=week, days=2)
    again = None if waited is None else began + dt.timedelta(days=waited)
    return {
        "began_at": began,
        "urgency": urgency,
        "ended_at": began,
        "next_at": again,
        "outcome": outcome,
        "worker": "amy",
        "record_id": case,
    }


def test_calls_are_counted_by_week_including_weeks_without_calls() -> None:
    counted = by_week([call(0)] * 6 + [call(2)] * 7 + [call(2, 5)] * 8, "urgency")
    assert list(counted.index) == [dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16)]
    assert counted[3].tolist() == [6, 0, 7]
    assert counted[5].tolist() == [0, 0, 8]


def test_without_calls_the_tables_are_empty() -> None:
    assert by_week([], "urgency").empty
    assert crossed([], "outcome", "worker").empty
    assert calls_and_cases([], "worker").empty
    assert days_to_next_contact([call(0)]).empty


def test_a_small_count_is_shown_inside_the_agency() -> None:
    table = crossed([call(0, outcome="a")] * 30 + [call(0, outcome="b"), call(0)], "outcome", "worker")
    assert table["amy"].to_dict() == {"a": 30, "b": 1}


def test_several_calls_about_one_case_are_several_calls_and_one_case() -> None:
    table = calls_and_cases([call(0), call(1), call(1, case="b")], "worker")
    assert table.loc["amy"].to_dict() == {"calls": 3, "cases": 2}


def test_in_a_file_small_counts_and_what_would_reveal_them_are_suppressed() -> None:
    calls = [call(0, outcome="a")] * 30 + [call(0, outcome="b")] * 9 + [call(0, outcome="c")] * 2
    table = suppress_small_counts(crossed(calls, "outcome", "worker"))
    assert table["amy"].to_dict() == {"a": 30, "b": FEW, "c": FEW}


def test_the_median_wait_for_the_next_contact() -> None:
    table = days_to_next_contact([call(0, waited=days) for days in (1, 2, 3, 4, 30)] + [call(1, waited=9)])
    assert table["days"].tolist() == [3, 9]
    assert table["calls"].tolist() == [5, 1]


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_sum_reveals_a_small_count(rows: list[list[int]]) -> None:
    counts = pd.DataFrame(rows)
    shown = suppress_small_counts(counts)
    for line, shown_line in (
        *zip(counts.to_numpy(), shown.to_numpy(), strict=True),
        *zip(counts.T.to_numpy(), shown.T.to_numpy(), strict=True),
    ):
        hidden = shown_line == FEW
        assert all(number == 0 or number >= MIN_SHOWN for number in shown_line[~hidden])
        assert hidden.sum() != 1 or not line[~hidden].any(), "the sum of the line would reveal it"
        assert (line[~hidden] == shown_line[~hidden]).all()


@pytest.mark.parametrize("number", [0, MIN_SHOWN])
def test_zero_and_large_counts_are_shown(number: int) -> None:
    assert suppress_small_counts(pd.DataFrame([[number, 20]])).to_numpy().tolist() == [[number, 20]]
