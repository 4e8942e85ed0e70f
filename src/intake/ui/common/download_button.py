"""The button for a file, with label, name and media type from outputs/formats.py. The file is made on click."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any, Literal

import streamlit as st

from intake.outputs.formats import Format
from intake.ui.common import session


def download_button(
    kind: Format[Any],
    data: Callable[[], bytes],
    *,
    key: str,
    label: str = "",
    made_on: dt.date | None = None,
    look: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """Show the button. `label`: English, instead of the format's own; `made_on`: the day in the file's name."""
    st.download_button(
        session.words().ui(label or kind.label),
        data=data,
        file_name=kind.file_name(made_on),
        mime=_media_type(kind),
        on_click="ignore",
        type=look,
        key=key,
    )


def _media_type(kind: Format[Any]) -> str:
    """The media type, with a random part unless it must be exact: it makes the file's address impossible to guess."""
    return kind.media_type if kind.exact_type else f"{kind.media_type}; charset=utf-8; r={secrets.token_hex(16)}"
