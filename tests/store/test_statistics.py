"""Statistics for supervisors reveal no single family."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.store.statistics import FEW, MIN_SHOWN, by_week, days_to_follow_up, suppress_small_counts, totals

MONDAY = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)


def call(week: int, urgency: int = 3, *, waited: float | None = None, outcome: str | None = None) -> dict[str, Any]:
    begun = MONDAY + dt.timedelta(weeks=week, days=2)
    again = None if waited is None else begun + dt.timedelta(days=waited)
    return {"created_at": begun, "urgency": urgency, "finished_at": begun, "followed_up_at": again, "outcome": outcome}


def test_calls_are_counted_by_week_including_weeks_without_calls() -> None:
    counted = by_week([call(0)] * 6 + [call(2)] * 7 + [call(2, 5)] * 8, "urgency")
    assert list(counted.index) == [dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16)]
    assert counted[3].tolist() == [6, 0, 7]
    assert counted[5].tolist() == [0, 0, 8]


def test_without_calls_the_tables_are_empty() -> None:
    assert by_week([], "urgency").empty
    assert totals([], "outcome").empty
    assert days_to_follow_up([call(0)]).empty


def test_small_counts_and_what_would_reveal_them_are_suppressed() -> None:
    table = totals(
        [call(0, outcome="a")] * 30 + [call(0, outcome="b")] * 9 + [call(0, outcome="c")] * 2 + [call(0)], "outcome"
    )
    assert table["records"].to_dict() == {"a": 30, "b": FEW, "c": FEW}


def test_the_median_wait_for_a_follow_up_is_suppressed_for_few_calls() -> None:
    table = days_to_follow_up([call(0, waited=days) for days in (1, 2, 3, 4, 30)] + [call(1, waited=9)])
    assert table["days"].tolist()[0] == 3
    assert pd.isna(table["days"].tolist()[1])
    assert table["records"].tolist() == [5, FEW]


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
