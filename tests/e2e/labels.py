"""Widgets with typed words in their labels, each one served in the browser for test_labels.py."""

import streamlit as st

from intake.ui.common.literal import literal

TYPED = (
    "$5$ House",
    "2*3*4 *bold* _it_ __b__",
    ":smile: joy",
    ":red[danger] :blue-badge[y] :small[x]",
    ":material/home: x",
    "![picture](http://127.0.0.1:1/y.png)",
    "[link](http://127.0.0.1:1)",
    "<b>bold</b> <img src=x>",
    "# head",
    "1. item",
    "1234) item",
    "- item",
    "+ item",
    "> quote",
    "`code` ~~gone~~ [^1]",
    "a -> b -- c <= d",
    "www.example.org me@example.org https://example.org",
    "two\nlines",
    "\\ back \\*",
    "A&amp;B &#65;",
    "|a|b|",
    "Ann (mother), O'Brien-Smith",
)

if __name__ == "__main__":
    for number, words in enumerate(TYPED):
        st.button(literal(words), key=f"button_{number}")
        st.checkbox(f"Take out: {literal(words)}", key=f"box_{number}")
        st.radio("Choose", [words], format_func=literal, key=f"choice_{number}")
