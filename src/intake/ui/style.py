"""Puts the stylesheet of the screens into the page."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import streamlit as st


def apply() -> None:
    """Adds the styles; call it once per run, before anything is drawn."""
    st.html(_element())


@cache
def _element() -> str:
    return f"<style>{(Path(__file__).parent / 'style.css').read_text('utf-8')}</style>"
