"""Statistics for supervisors: calls by week, urgency, time to follow-up, outcomes.

Counts only, no names. Counts from one to four are suppressed, since they could point to a family that someone knows;
where a row or column sum would reveal one, the next smallest count is suppressed too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MIN_SHOWN = 5
FEW = -1
"""Replaces a suppressed count in a table."""


def by_week(facts: Iterable[Mapping[str, Any]], fact: str) -> pd.DataFrame:
    """Count records by week and by the values of one fact: a row per week (its Monday), a column per value.

    Weeks without records are included. Returns an empty table if there are no records.
    """
    import pandas as pd

    calls = pd.DataFrame([{"week": _monday(record["created_at"]), "value": record[fact]} for record in facts])
    if calls.empty:
        return calls
    counts = calls.dropna().groupby(["week", "value"]).size().unstack(fill_value=0)
    weeks = pd.date_range(calls["week"].min(), calls["week"].max(), freq="7D").date
    return suppress_small_counts(counts.reindex(weeks, fill_value=0).astype(int))


def totals(facts: Iterable[Mapping[str, Any]], fact: str) -> pd.DataFrame:
    """Count records by the values of one fact, most frequent first: one column, "records"."""
    import pandas as pd

    values = pd.Series([record[fact] for record in facts if record[fact] is not None], dtype=object)
    return suppress_small_counts(values.value_counts().rename("records").to_frame())


def days_to_follow_up(facts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The median number of days from the end of a call to the next contact, by week of the call.

    Columns "records" and "days"; "days" is missing for fewer than MIN_SHOWN records.
    """
    import pandas as pd

    rows = [
        {
            "week": _monday(record["created_at"]),
            "days": (record["followed_up_at"] - record["finished_at"]) / dt.timedelta(days=1),
        }
        for record in facts
        if record["followed_up_at"] is not None and record["finished_at"] is not None
    ]
    if not rows:
        return pd.DataFrame()
    weeks = pd.DataFrame(rows).groupby("week")["days"].agg(["size", "median"])
    weeks.columns = pd.Index(["records", "days"])
    return weeks.assign(
        days=weeks["days"].round(1).where(weeks["records"] >= MIN_SHOWN),
        records=weeks["records"].where(weeks["records"] >= MIN_SHOWN, FEW),
    )


def suppress_small_counts(counts: pd.DataFrame) -> pd.DataFrame:
    """Replace counts from one to four with FEW. Zeros stay.

    A single FEW in a row or column could be computed from its sum, so the next smallest count is replaced too.
    """
    numbers: list[list[int]] = counts.to_numpy().tolist()
    hidden = {
        (row, column) for row, line in enumerate(numbers) for column, count in enumerate(line) if 0 < count < MIN_SHOWN
    }
    rows = [[(row, column) for column in range(counts.shape[1])] for row in range(counts.shape[0])]
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for line in (*rows, *zip(*rows, strict=True)):
            candidates = [cell for cell in line if cell not in hidden and numbers[cell[0]][cell[1]]]
            if len(hidden.intersection(line)) == 1 and candidates:
                hidden.add(min(candidates, key=lambda cell: numbers[cell[0]][cell[1]]))
    result = counts.copy()
    for row, column in hidden:
        result.iat[row, column] = FEW
    return result


def _monday(moment: dt.datetime) -> dt.date:
    return moment.date() - dt.timedelta(days=moment.weekday())
