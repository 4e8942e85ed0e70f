"""A visitor without a browser: speaks Streamlit's own protocol with the server and does what a person does on a screen.

Streamlit's browser part sends a BackMsg for every press, with the state of the widgets on screen; the server runs the
script and answers with ForwardMsgs, one for each thing drawn, until the script has finished.
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

_PATIENCE = 30.0  # seconds without a word from the server
_FINISHED = (ForwardMsg.FINISHED_WITH_COMPILE_ERROR, ForwardMsg.FINISHED_SUCCESSFULLY)


class Visitor:
    """One open page. `page` identifies the screen, `received` counts the bytes of the last answer."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._drawn: list[Element] = []
        self._states: dict[str, WidgetState] = {}
        self.page = ""
        self.received = 0
        self.run()

    def run(self) -> None:
        """Has the script run as it is and waits until the server has nothing left to do."""
        self._run(None)

    def press_main(self) -> None:
        """Presses the way on: the last primary button, since a page's own stands below the frame's."""
        main = [element.button for element in self._drawn if element.button.type == "primary"]
        if not main:
            raise RuntimeError("the screen has no button that leads on; does the app start?")
        self._run(WidgetState(id=main[-1].id, trigger_value=True))

    @property
    def has_choices(self) -> bool:
        """Whether the question on screen has something to pick."""
        return bool(self._choices())

    def pick_last(self) -> None:
        """Picks the last choice of the question on screen."""
        picked = self._choices()[-1]
        self._states[picked.id] = picked
        self._run(None)

    def _choices(self) -> list[WidgetState]:
        """For every widget on screen that answers a question: its state with the last choice picked."""
        found: list[WidgetState] = []
        for element in self._drawn:
            match element.WhichOneof("type"):
                case "radio":
                    found.append(WidgetState(id=element.radio.id, string_value=element.radio.options[-1]))
                case "selectbox":
                    found.append(WidgetState(id=element.selectbox.id, string_value=element.selectbox.options[-1]))
                case "checkbox":
                    found.append(WidgetState(id=element.checkbox.id, bool_value=True))
        return found

    def _run(self, pressed: WidgetState | None) -> None:
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.widget_states.widgets.extend(self._states.values())
        if pressed is not None:
            message.rerun_script.widget_states.widgets.append(pressed)
        self._connection.send(message.SerializeToString())
        self._take_in()

    def _take_in(self) -> None:
        """Reads until a run has ended that led nowhere else, and the server says that it is idle."""
        self.received = 0
        finished = False
        while True:
            frame = self._connection.recv(timeout=_PATIENCE, decode=False)
            self.received += len(frame)
            message = ForwardMsg.FromString(frame)
            match message.WhichOneof("type"):
                case "new_session":
                    self._drawn = []
                    finished = False
                case "navigation":
                    self.page = message.navigation.page_script_hash
                case "delta" if message.delta.HasField("new_element"):
                    self._drawn.append(message.delta.new_element)
                case "script_finished":
                    finished = message.script_finished in _FINISHED
                case "session_status_changed" if finished and not message.session_status_changed.script_is_running:
                    break
        # A widget that is no longer on the screen has no state either.
        on_screen = {state.id for state in self._choices()}
        self._states = {widget: state for widget, state in self._states.items() if widget in on_screen}


@contextmanager
def visit(url: str) -> Iterator[Visitor]:
    """Opens the first page of the app at `url`."""
    address = url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None) as connection:
        yield Visitor(connection)
