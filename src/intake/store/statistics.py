"""Statistics for supervisors: calls by week, urgency, worker and area, time to the next contact, outcomes.

Counts only, no names of families. The agency's own supervisors see every count. In a file that leaves the agency,
counts from one to four are suppressed, since they could point to a family that someone knows; where a row or column sum
would reveal one, the next smallest count is suppressed too.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

MIN_SHOWN = 5
FEW = -1
"""Replaces a suppressed count in a table."""


def by_week(facts: Iterable[Mapping[str, Any]], fact: str) -> pd.DataFrame:
    """Count calls by week and by the values of one fact: a row per week (its Monday), a column per value.

    Weeks without calls are included. Returns an empty table if there are no calls.
    """
    import pandas as pd

    counts = _counted((week_of(call["began_at"]), call[fact]) for call in facts)
    if counts.empty:
        return counts
    weeks = pd.date_range(counts.index.min(), counts.index.max(), freq="7D").date
    return counts.reindex(weeks, fill_value=0)


def crossed(facts: Iterable[Mapping[str, Any]], row: str, column: str) -> pd.DataFrame:
    """Count calls by the values of two facts: a row for each value of one, a column for each of the other."""
    return _counted((call[row], call[column]) for call in facts)


def _counted(cells: Iterable[tuple[Any, Any]]) -> pd.DataFrame:
    """How often each pair without None occurs: a row for each first value, a column for each second one."""
    import pandas as pd

    counts = Counter(cell for cell in cells if None not in cell)
    if not counts:
        return pd.DataFrame()
    return pd.Series(counts).unstack(fill_value=0).astype(int)


def calls_and_cases(facts: Iterable[Mapping[str, Any]], fact: str) -> pd.DataFrame:
    """Count calls, and the different cases they were about, by the values of one fact, most calls first."""
    import pandas as pd

    calls = pd.DataFrame([{"value": call[fact], "case": call["record_id"]} for call in facts]).dropna()
    if calls.empty:
        return pd.DataFrame()
    counts = calls.groupby("value")["case"].agg(["size", "nunique"])
    counts.columns = pd.Index(["calls", "cases"])
    return counts.sort_values("calls", ascending=False, kind="stable")


def days_to_next_contact(facts: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """The median number of days from the end of a call to the next contact about its case, by week of the call.

    Columns "calls" and "days".
    """
    import pandas as pd

    rows = [
        {"week": week_of(call["began_at"]), "days": (call["next_at"] - call["ended_at"]) / dt.timedelta(days=1)}
        for call in facts
        if call["next_at"] is not None and call["ended_at"] is not None
    ]
    if not rows:
        return pd.DataFrame()
    weeks = pd.DataFrame(rows).groupby("week")["days"].agg(["size", "median"])
    weeks.columns = pd.Index(["calls", "days"])
    return weeks.assign(days=weeks["days"].round(1))


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


def week_of(moment: dt.datetime) -> dt.date:
    """The Monday of the week of a moment."""
    return moment.date() - dt.timedelta(days=moment.weekday())
