"""What supervisors see of many calls gives nobody away."""

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


def test_calls_are_counted_by_week_and_a_week_without_calls_is_there() -> None:
    counted = by_week([call(0)] * 6 + [call(2)] * 7 + [call(2, 5)] * 8, "urgency")
    assert list(counted.index) == [dt.date(2026, 11, 2), dt.date(2026, 11, 9), dt.date(2026, 11, 16)]
    assert counted[3].tolist() == [6, 0, 7]
    assert counted[5].tolist() == [0, 0, 8]


def test_without_calls_there_is_an_empty_table() -> None:
    assert by_week([], "urgency").empty
    assert totals([], "outcome").empty
    assert days_to_follow_up([call(0)]).empty


def test_few_are_not_given_nor_what_gives_them_away() -> None:
    found = totals(
        [call(0, outcome="a")] * 30 + [call(0, outcome="b")] * 9 + [call(0, outcome="c")] * 2 + [call(0)], "outcome"
    )
    assert found["records"].to_dict() == {"a": 30, "b": FEW, "c": FEW}


def test_the_wait_for_a_follow_up_is_the_median_and_not_given_for_few() -> None:
    found = days_to_follow_up([call(0, waited=days) for days in (1, 2, 3, 4, 30)] + [call(1, waited=9)])
    assert found["days"].tolist()[0] == 3
    assert pd.isna(found["days"].tolist()[1])
    assert found["records"].tolist() == [5, FEW]


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_sum_gives_a_small_count_away(rows: list[list[int]]) -> None:
    counts = pd.DataFrame(rows)
    shown = suppress_small_counts(counts)
    for line, told in (
        *zip(counts.to_numpy(), shown.to_numpy(), strict=True),
        *zip(counts.T.to_numpy(), shown.T.to_numpy(), strict=True),
    ):
        gone = told == FEW
        assert all(number == 0 or number >= MIN_SHOWN for number in told[~gone])
        assert gone.sum() != 1 or not line[~gone].any(), "a sum of the line would give it away"
        assert (line[~gone] == told[~gone]).all()


@pytest.mark.parametrize("number", [0, MIN_SHOWN])
def test_none_and_enough_are_given(number: int) -> None:
    assert suppress_small_counts(pd.DataFrame([[number, 20]])).to_numpy().tolist() == [[number, 20]]
