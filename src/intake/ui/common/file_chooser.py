"""A field to choose a file. The browser reads it and sends it over the page's existing connection.

Streamlit's own uploader would need an open upload endpoint, and would keep each file on the server for the whole visit.
Here the endpoint stays closed, and the file is gone after the run that reads it.
"""

from __future__ import annotations

import base64
import binascii
from pathlib import Path

import streamlit as st

from intake.i18n import Translator
from intake.outputs.formats import PDF, SUMMARY
from intake.saved import LARGEST_FILE, OpenProblem

_KEY = "file_chooser"
_COUNT = "files_chosen"
_HERE = Path(__file__).parent
_ACCEPTED = ",".join((PDF.media_type, *(kind.ending for kind in SUMMARY if kind.opens_here)))

_component = st.components.v2.component(
    "next_step_file_chooser",
    html=f'<label class="ns-file"><span></span><input type="file" accept="{_ACCEPTED}"></label>'
    '<p class="ns-file-said" role="status"></p>',
    css=(_HERE / "file_chooser.css").read_text("utf-8"),
    js=(_HERE / "file_chooser.js").read_text("utf-8"),
    isolate_styles=False,
)


def file_chooser(label: str, words: Translator) -> bytes | OpenProblem | None:
    """Show the field; return the bytes of a file chosen since the last run, or why the browser did not send them.

    A file over LARGEST_FILE never leaves the device.
    """
    result = _component(
        key=_KEY,
        data={
            "most": LARGEST_FILE,
            # Changes with each file: tells the browser that the file has arrived.
            "count": st.session_state.get(_COUNT, 0),
            "labels": {
                "choose": label,
                "reading": words.ui("Reading the file…"),
            },
        },
        on_file_change=_count,
        on_refused_change=_count,
    )
    chosen, refused = result.get("file"), result.get("refused")
    if refused is not None:
        return OpenProblem.TOO_LARGE if refused == OpenProblem.TOO_LARGE else OpenProblem.DAMAGED
    return None if chosen is None else _decoded(chosen)


def _count() -> None:
    st.session_state[_COUNT] = st.session_state.get(_COUNT, 0) + 1


def _decoded(chosen: object) -> bytes:
    """The bytes the browser sent; empty if they are not what our script sends."""
    try:
        return base64.b64decode(chosen, validate=True) if isinstance(chosen, str) else b""
    except binascii.Error:
        return b""
