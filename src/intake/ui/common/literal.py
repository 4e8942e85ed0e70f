"""Typed words in the labels of buttons, boxes and choices, which Streamlit draws as Markdown."""

from __future__ import annotations

import re

_JOINER = "\N{WORD JOINER}"  # has no width and allows no break
_MARKUP = re.compile(r"([\\`*_\[\]<>#$~|!&^{}]|^[-+])")
_NUMBERED = re.compile(r"^(\d+)([.)])")
# Streamlit and GitHub's Markdown replace these after escapes are resolved: emoji, arrows and dashes, addresses.
_REPLACED = re.compile(r"(?<=[:@])(?=\S)|(?<=[<>~=-])(?=\\?[<>~=-])|(?<=www)(?=\.)", re.IGNORECASE)


def literal(typed: str) -> str:
    """The words as a part of a label, drawn as they were typed: no markup, links, pictures, formulas or emoji codes."""
    line = _MARKUP.sub(r"\\\1", " ".join(typed.split()))
    return _REPLACED.sub(_JOINER, _NUMBERED.sub(r"\1\\\2", line))
