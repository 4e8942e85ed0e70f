"""Half of a character, which a page can send but no one can read, ends no visit."""

from __future__ import annotations

import asyncio
import json

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession

from intake.domain.typed_text import clean
from intake.ui.app import incoming_text
from intake.ui.common import streamlit_internals

HALF = b"\xed\xa0\xbd"  # as browsers write it


def arriving(data: bytes) -> bytes:
    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": data}

    async def first() -> Message:
        return await incoming_text.readable(receive)()

    return bytes(asyncio.run(first())["bytes"])


def typed(text: str) -> bytes:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="a", string_value=text)
    sent: bytes = message.SerializeToString()
    return sent


def test_half_a_character_is_replaced_before_streamlit_reads_the_message() -> None:
    sent = typed("he fell ??? twice").replace(b"???", HALF)
    assert not streamlit_internals.can_read(sent)
    read = BackMsg.FromString(arriving(sent))
    assert read.rerun_script.widget_states.widgets[0].string_value == "he fell \ufffd twice"


def test_a_message_that_can_be_read_stays_as_it_is() -> None:
    message = BackMsg()
    message.rerun_script.widget_states.widgets.add(id="a", bytes_value=HALF)
    for sent in (message.SerializeToString(), typed("he fell 😀 twice")):
        assert arriving(sent) == sent


def test_a_message_that_is_no_message_stays_one() -> None:
    assert not streamlit_internals.can_read(arriving(b"\xff" + HALF))


def test_every_kind_of_field_gets_clean_text(monkeypatch: pytest.MonkeyPatch) -> None:
    handled: list[BackMsg] = []
    monkeypatch.setattr(AppSession, "handle_backmsg", lambda _, msg: handled.append(msg))
    streamlit_internals.clean_texts(clean, incoming_text.clean_json)
    message = BackMsg()
    states = message.rerun_script.widget_states.widgets
    states.add(id="line", string_value="a\x00b\u202e")
    states.add(id="choices").string_array_value.data.extend(["c\ufffed", "e"])
    states.add(id="part", json_value=json.dumps({"file": "f\ud83dg"}))
    states.add(id="no json", json_value="{\\ud83d")
    states.add(id="box", bool_value=True)
    AppSession.handle_backmsg(object(), message)  # type: ignore[arg-type]
    AppSession.handle_backmsg(object(), BackMsg(app_heartbeat=True))  # type: ignore[arg-type]
    line, choices, part, no_json, box = handled[0].rerun_script.widget_states.widgets
    assert line.string_value == "ab"
    assert list(choices.string_array_value.data) == ["cd", "e"]
    assert json.loads(part.json_value) == {"file": "f\ufffdg"}
    assert no_json.json_value == "{\\ud83d"
    assert box.bool_value is True
    assert len(handled) == 2
