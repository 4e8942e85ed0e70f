"""Counts as a chart and as the table it is drawn from: a chart alone tells nothing to who cannot see it."""

from __future__ import annotations

import datetime as dt
from html import escape
from textwrap import fill
from typing import TYPE_CHECKING, Any

import streamlit as st

from intake.store.statistics import FEW
from intake.ui.common import html, session

if TYPE_CHECKING:
    import pandas as pd

# One colour each that is told apart by lightness too, as the words and the table do without any.
_COLOURS = ["#0b3d44", "#2f7f88", "#7db3b8", "#c9dfe0"]
_INK = "#6b7b80"
_WRAP = 32  # signs: what a phone has room for


def chart(counts: pd.DataFrame, across: str, number: str) -> None:
    """Stacked bars by week, and the numbers below. A count that is not given has no bar."""
    if counts.empty:
        html.paragraph(session.words().ui("No data yet."))
        return
    import altair as alt

    weeks = [day.strftime("%m/%d") for day in counts.index]
    named = counts.set_axis([fill(str(name), _WRAP) for name in counts.columns], axis="columns")
    long = named.set_axis(weeks).rename_axis(across).reset_index().melt(across, var_name=" ", value_name=number)
    colours = alt.Color(
        " ",
        sort=list(named.columns),
        scale=alt.Scale(domain=list(named.columns), range=_COLOURS),
        legend=alt.Legend(orient="top", columns=1, labelLimit=0, labelExpr="split(datum.label, '\\n')"),
    )
    drawn = (
        alt.Chart(long[long[number] != FEW])
        .mark_bar()
        .encode(
            x=alt.X(across, sort=weeks, scale=alt.Scale(domain=weeks), axis=alt.Axis(labelAngle=0)),
            y=alt.Y(number, axis=alt.Axis(tickMinStep=1)),
            color=colours,
        )
        .properties(height=440, usermeta={"embedOptions": {"actions": False}})
        .configure_axis(labelFontSize=14, titleFontSize=14, labelColor=_INK, titleColor=_INK)
        .configure_legend(labelFontSize=14, labelColor=_INK)
    )
    st.altair_chart(drawn, width="stretch")
    if (counts == FEW).to_numpy().any():
        html.hint(session.words().ui("Counts shown as “few” have no bar, so a bar may not show the whole week."))
    table(counts, across)


def table(counts: pd.DataFrame, first: str) -> None:
    """The numbers as a table that can be read out."""
    if counts.empty:
        html.paragraph(session.words().ui("No data yet."))
        return
    rows = (
        [escape(_named(name)), *map(_number, cells)]
        for name, cells in zip(counts.index, counts.to_numpy(), strict=True)
    )
    html.show(html.table((first, *map(str, counts.columns)), rows))


def _named(name: Any) -> str:
    return session.words().date(name) if isinstance(name, dt.date) else str(name)


def _number(cell: Any) -> str:
    ui = session.words().ui
    if cell == FEW:
        return escape(ui("few"))
    if cell != cell:  # noqa: PLR0124 - what is not a number is not equal to itself
        return "–"
    return str(int(cell)) if cell == int(cell) else str(cell)
