"""Text on its way in: half of a character, which a page can send but no one can read, becomes U+FFFD.

Streamlit closes the connection over it, and the page sends the same text again with every new connection, so that a
single letter ended the visit for good. The page replaces it before it is sent (browser.js); this is for all other ways.
"""

from __future__ import annotations

import json
import re

from starlette.types import Message, Receive

from intake.domain.typed_text import REPLACEMENT
from intake.ui.common.streamlit_internals import can_read

# Half of a character as browsers write it. Its replacement has as many bytes, so that no length in the message changes.
_HALF = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")


def readable(receive: Receive) -> Receive:
    """The messages of one page, with halves of characters replaced in those that could not be read otherwise."""

    async def next_message() -> Message:
        message = await receive()
        data = message.get("bytes")
        if data and _HALF.search(data) and not can_read(data):
            return {**message, "bytes": _HALF.sub(REPLACEMENT.encode(), data)}
        return message

    return next_message


def clean_json(text: str) -> str:
    """A JSON document with halves of characters replaced. What is no JSON stays as it is."""
    if not _ESCAPED_HALF.search(text):
        return text
    try:
        whole = json.dumps(json.loads(text), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
    return whole.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
