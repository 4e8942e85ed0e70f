"""What supervisors see of many calls by week: how many, how urgent, how soon followed up, how they ended.

Counts alone, never a name. A count of one to four could be one family that somebody knows, so it is not given; and
where a sum would give it away, the next smallest is not given either.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MIN_SHOWN = 5
FEW = -1
"""Stands in a table for "one to four", and for what would give such a count away."""


def by_week(facts: Iterable[Mapping[str, Any]], what: str) -> pd.DataFrame:
    """How many records each week brought, by a fact of theirs: a row a week (its Monday), a column each value.

    Weeks without a record are there. An empty table for no records.
    """
    import pandas as pd

    found = pd.DataFrame([{"week": _monday(one["created_at"]), "value": one[what]} for one in facts])
    if found.empty:
        return found
    counted = found.dropna().groupby(["week", "value"]).size().unstack(fill_value=0)
    weeks = pd.date_range(found["week"].min(), found["week"].max(), freq="7D").date
    return suppress_small_counts(counted.reindex(weeks, fill_value=0).astype(int))


def totals(facts: Iterable[Mapping[str, Any]], what: str) -> pd.DataFrame:
    """How many records there are of each value of a fact, the most first: one column, "records"."""
    import pandas as pd

    found = pd.Series([one[what] for one in facts if one[what] is not None], dtype=object)
    return suppress_small_counts(found.value_counts().rename("records").to_frame())


def days_to_follow_up(facts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The median of the days between the end of a call and the next contact, by week of the call.

    Columns "records" and "days"; days are not given for fewer than MIN_SHOWN records.
    """
    import pandas as pd

    rows = [
        {
            "week": _monday(one["created_at"]),
            "days": (one["followed_up_at"] - one["finished_at"]) / dt.timedelta(days=1),
        }
        for one in facts
        if one["followed_up_at"] is not None and one["finished_at"] is not None
    ]
    if not rows:
        return pd.DataFrame()
    found = pd.DataFrame(rows).groupby("week")["days"].agg(["size", "median"])
    found.columns = pd.Index(["records", "days"])
    return found.assign(
        days=found["days"].round(1).where(found["records"] >= MIN_SHOWN),
        records=found["records"].where(found["records"] >= MIN_SHOWN, FEW),
    )


def suppress_small_counts(counts: pd.DataFrame) -> pd.DataFrame:
    """The counts without those from one to four (FEW stands there); zero is given.

    Where one alone is missing in a row or a column, its sum would give it away: the next smallest goes too.
    """
    numbers: list[list[int]] = counts.to_numpy().tolist()
    hidden = {(row, column) for row, line in enumerate(numbers) for column, at in enumerate(line) if 0 < at < MIN_SHOWN}
    rows = [[(row, column) for column in range(counts.shape[1])] for row in range(counts.shape[0])]
    before = -1
    while before != len(hidden):
        before = len(hidden)
        for line in (*rows, *zip(*rows, strict=True)):
            others = [cell for cell in line if cell not in hidden and numbers[cell[0]][cell[1]]]
            if len(hidden.intersection(line)) == 1 and others:
                hidden.add(min(others, key=lambda cell: numbers[cell[0]][cell[1]]))
    shown = counts.copy()
    for row, column in hidden:
        shown.iat[row, column] = FEW
    return shown


def _monday(moment: dt.datetime) -> dt.date:
    return moment.date() - dt.timedelta(days=moment.weekday())
