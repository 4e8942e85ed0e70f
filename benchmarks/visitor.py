"""A visitor without a browser: speaks Streamlit's protocol and does what a person does on a screen.

For every click, Streamlit's frontend sends a BackMsg with the state of the widgets on screen. The server runs the
script and answers with ForwardMsgs, one for each element, until the script has finished.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

_TIMEOUT = 30.0  # seconds to wait for a message from the server
_FINISHED = (ForwardMsg.FINISHED_WITH_COMPILE_ERROR, ForwardMsg.FINISHED_SUCCESSFULLY)


class Visitor:
    """One open page. `page`: the hash of the current screen; `received`: the bytes of the last answer."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._elements: list[Element] = []
        self._states: dict[str, WidgetState] = {}
        self.page = ""
        self.received = 0
        self.run()

    def run(self) -> None:
        """Rerun the script without a change, and wait until the server is idle."""
        self._run(None)

    def click_main(self) -> None:
        """Click the last primary button; the page's own is below that of the frame. Raises RuntimeError if none."""
        primary = [element.button for element in self._elements if element.button.type == "primary"]
        if not primary:
            raise RuntimeError("the screen has no primary button; does the app start?")
        self._run(WidgetState(id=primary[-1].id, trigger_value=True))

    @property
    def has_choices(self) -> bool:
        """Whether the screen has a question with options."""
        return bool(self._choices())

    def pick_last(self) -> None:
        """Pick the last option of the question on screen."""
        state = self._choices()[-1]
        self._states[state.id] = state
        self._run(None)

    def _choices(self) -> list[WidgetState]:
        """For each answer widget on screen, its state with the last option picked."""
        states: list[WidgetState] = []
        for element in self._elements:
            match element.WhichOneof("type"):
                case "radio":
                    states.append(WidgetState(id=element.radio.id, string_value=element.radio.options[-1]))
                case "selectbox":
                    states.append(WidgetState(id=element.selectbox.id, string_value=element.selectbox.options[-1]))
                case "checkbox":
                    states.append(WidgetState(id=element.checkbox.id, bool_value=True))
        return states

    def _run(self, clicked: WidgetState | None) -> None:
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        if clicked is not None:
            message.rerun_script.widget_states.widgets.append(clicked)
        self._connection.send(message.SerializeToString())
        self._receive()

    def _receive(self) -> None:
        """Read messages until a run has finished without starting another, and the server is idle."""
        self.received = 0
        finished = False
        while True:
            frame = self._connection.recv(timeout=_TIMEOUT, decode=False)
            self.received += len(frame)
            message = ForwardMsg.FromString(frame)
            match message.WhichOneof("type"):
                case "new_session":
                    self._elements = []
                    finished = False
                case "navigation":
                    self.page = message.navigation.page_script_hash
                case "delta" if message.delta.HasField("new_element"):
                    self._elements.append(message.delta.new_element)
                case "script_finished":
                    finished = message.script_finished in _FINISHED
                case "session_status_changed" if finished and not message.session_status_changed.script_is_running:
                    break
        # Drop the state of widgets that are no longer on screen.
        on_screen = {state.id for state in self._choices()}
        self._states = {widget: state for widget, state in self._states.items() if widget in on_screen}


@contextmanager
def visit(url: str) -> Iterator[Visitor]:
    """A visitor on the first page of the app at `url`."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None) as connection:
        yield Visitor(connection)
