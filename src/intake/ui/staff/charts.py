"""Counts as a chart and as a table, so that screen readers get the numbers too."""

from __future__ import annotations

import datetime as dt
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING, Any

import streamlit as st

from intake.ui.common import html, session

if TYPE_CHECKING:
    import pandas as pd

# The colors also differ in lightness, for readers who cannot tell hues apart.
_COLORS = ["#0b3d44", "#22666f", "#4d979e", "#8fc0c4", "#d3e5e6"]  # one for each level
_INK = "#6b7b80"
_WRAP = 32  # characters: what fits on a phone


def chart(counts: pd.DataFrame, x_title: str, y_title: str) -> None:
    """Stacked bars by week, with the same numbers as a table below.

    `counts`: one row per week (its first day), one column per group.
    """
    if counts.empty:
        html.paragraph(session.words().ui("No data yet."))
        return
    import altair as alt

    weeks = [day.strftime("%m/%d") for day in counts.index]
    named = counts.set_axis([fill(str(name), _WRAP) for name in counts.columns], axis="columns")
    long = named.set_axis(weeks).rename_axis(x_title).reset_index().melt(x_title, var_name=" ", value_name=y_title)
    colors = alt.Color(
        " ",
        sort=list(named.columns),
        scale=alt.Scale(domain=list(named.columns), range=_COLORS),
        legend=alt.Legend(orient="top", columns=1, labelLimit=0, labelExpr="split(datum.label, '\\n')"),
    )
    bars = (
        alt.Chart(long)
        .mark_bar()
        .encode(
            x=alt.X(x_title, sort=weeks, scale=alt.Scale(domain=weeks), axis=alt.Axis(labelAngle=0)),
            y=alt.Y(y_title, axis=alt.Axis(tickMinStep=1)),
            color=colors,
        )
        .properties(height=440, usermeta={"embedOptions": {"actions": False}})
        .configure_axis(labelFontSize=14, titleFontSize=14, labelColor=_INK, titleColor=_INK)
        .configure_legend(labelFontSize=14, labelColor=_INK)
    )
    st.altair_chart(bars, width="stretch")
    table(counts, x_title)


def table(counts: pd.DataFrame, first_heading: str) -> None:
    """The counts as an HTML table; `first_heading` is the heading of the index column."""
    if counts.empty:
        html.paragraph(session.words().ui("No data yet."))
        return
    rows = (
        [escape(_row_heading(name)), *map(_cell, cells)]
        for name, cells in zip(counts.index, counts.to_numpy(), strict=True)
    )
    html.show(html.table((first_heading, *map(str, counts.columns)), rows))


def _row_heading(name: Any) -> str:
    return session.words().date(name) if isinstance(name, dt.date) else str(name)


def _cell(cell: Any) -> str:
    if cell != cell:  # noqa: PLR0124 - NaN is not equal to itself
        return "–"
    return str(int(cell)) if cell == int(cell) else str(cell)
