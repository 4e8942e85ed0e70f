"""One visit, or one address, cannot take the server away from the others."""

from __future__ import annotations

import asyncio
import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from itertools import chain, islice
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from intake.i18n import Translator
from intake.ui.app import limits
from intake.ui.app.limits import FileLine, OpenPages, TooManyPagesError
from intake.ui.common import streamlit_internals
from intake.ui.common.streamlit_internals import FileRefusedError
from tests.serving import ROOT, Served, serve

KNOWN, UNKNOWN = "$$ID-1-name", "$$ID-2-nowhere"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serve(ROOT / "tests/e2e/frame/app.py", tmp_path_factory.mktemp("limits") / "log.txt") as served:
        yield served


# --- pages -----------------------------------------------------------------------------------------------------------


def page_of(server: Served, address: str) -> ClientConnection:
    """The live connection of a page that a proxy forwards from this address."""
    return connect(
        server.url.replace("http", "ws") + "/_stcore/stream",
        origin=Origin(server.url),
        subprotocols=[Subprotocol("streamlit")],
        additional_headers={"X-Forwarded-For": address},
        proxy=None,
    )


def test_an_address_has_so_many_pages_and_the_others_have_theirs(server: Served) -> None:
    with ExitStack() as opened:
        pages = [page_of(server, "203.0.113.7") for _ in range(limits.MOST_PAGES_OF_ADDRESS)]
        for page in pages:
            opened.enter_context(page)
        with pytest.raises(InvalidStatus) as refused:
            page_of(server, "203.0.113.7")
        assert refused.value.response.status_code == 503
        assert refused.value.response.headers["Retry-After"] == "60"
        opened.enter_context(page_of(server, "203.0.113.8"))
        pages.pop().close()
        deadline = time.monotonic() + 20
        while True:
            try:
                opened.enter_context(page_of(server, "203.0.113.7"))
                break
            except InvalidStatus:
                assert time.monotonic() < deadline, "a closed page makes room for another"
                time.sleep(0.05)  # the server has not noticed yet that the page was closed
    assert "Error" not in server.log.read_text()


def test_all_addresses_together_have_so_many_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES", 3)
    pages = OpenPages()
    with pages.one("203.0.113.1"), pages.one("203.0.113.2"):
        with pages.one("127.0.0.1"), pytest.raises(TooManyPagesError), pages.one("203.0.113.3"):
            pytest.fail("a fourth")
        with pages.one("203.0.113.3"):
            pass
    assert vars(pages) == {"_by_address": {}}, "nothing is known of an address without a page"


def test_a_proxy_that_does_not_say_whom_it_speaks_for_is_not_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES_OF_ADDRESS", 1)
    pages = OpenPages()
    with ExitStack() as opened:
        for address in ("127.0.0.1", "127.0.0.1", "203.0.113.3"):
            opened.enter_context(pages.one(address))
        with pytest.raises(TooManyPagesError):
            opened.enter_context(pages.one("203.0.113.3"))


def test_a_household_with_many_version_6_addresses_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PAGES_OF_ADDRESS", 1)
    pages = OpenPages()
    with pages.one("2001:db8:1:2::1"), pages.one("2001:db8:1:3::1"), ExitStack() as opened:
        with pytest.raises(TooManyPagesError):
            opened.enter_context(pages.one("2001:db8:1:2:aaaa::9"))
        opened.enter_context(pages.one("not an address"))


# --- messages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("messages", "size", "least", "most"),
    [
        (limits.BURST, 100, 0.0, 0.4),  # a person is never slowed down
        (1, 1_400_000, 0.0, 0.4),  # nor is a saved file
        (limits.BURST + 10, 100, 0.9, 5.0),
        (4, 1_400_000, 3.0, 9.0),
    ],
)
def test_a_page_that_sends_more_than_a_person_can_is_slowed_down(
    messages: int, size: int, least: float, most: float
) -> None:
    async def receive() -> Message:
        return {"type": "websocket.receive", "bytes": bytes(size)}

    async def seconds() -> float:
        loop = asyncio.get_running_loop()
        begun, next_message = loop.time(), limits.paced(receive)
        for _ in range(messages):
            await next_message()
        return loop.time() - begun

    assert least <= asyncio.run(seconds()) < most


def test_pages_that_flood_the_server_hold_up_no_one_else(server: Served) -> None:
    flood = rerun(*((f"{UNKNOWN}-{number}", "x" * 300) for number in range(4_000))).SerializeToString()
    stop = threading.Event()

    def send_all_the_time(page: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            while not stop.is_set():
                page.send(flood)

    def read_all_the_time(page: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            for _ in page:
                continue

    with ExitStack() as opened:
        pages = [opened.enter_context(page_of(server, f"203.0.113.{number}")) for number in range(5)]
        work = [
            threading.Thread(target=act, args=(page,))
            for page in pages
            for act in (send_all_the_time, read_all_the_time)
        ]
        for each in work:
            each.start()
        try:
            time.sleep(1)
            other = opened.enter_context(page_of(server, "203.0.113.9"))
            waits = [answered(other) for _ in range(5)]
        finally:
            stop.set()
            for page in pages:
                page.socket.shutdown(socket.SHUT_RDWR)
            for each in work:
                each.join()
    assert max(waits) < 10, "the server answers; without limits, it does not within half a minute"
    assert "Error" not in server.log.read_text(), "a page that is closed while it is served is no error"


def test_half_a_character_ends_no_connection(server: Served) -> None:
    half = rerun((UNKNOWN, "he fell ??? twice")).SerializeToString().replace(b"???", b"\xed\xa0\xbd")
    with page_of(server, "203.0.113.10") as page:
        answered(page)
        page.send(half)
        answered(page)


@pytest.mark.long
def test_broken_messages_end_at_most_the_connection_that_sent_them(server: Served) -> None:
    chance = random.Random(1)
    click = rerun((KNOWN, "he fell twice"), query="a=b").SerializeToString()
    messages = iter(range(1_000))
    for number in messages:
        with page_of(server, "203.0.113.11") as page, suppress(ConnectionClosed, TimeoutError):
            for nth in chain((number,), islice(messages, 50)):
                broken = bytearray(click if nth % 2 else chance.randbytes(chance.randrange(1, 200)))
                broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
                page.send(bytes(broken))
                if nth % 10 == 0:
                    page.recv(timeout=0.2)
    with page_of(server, "203.0.113.12") as other:
        assert answered(other) < 10
    assert server.process.poll() is None
    log = server.log.read_text()
    assert "he fell twice" not in log


def answered(page: ClientConnection) -> float:
    """Seconds until the server has answered a click on this page."""
    begun = time.monotonic()
    page.send(rerun().SerializeToString())
    while True:
        received = page.recv(timeout=30)
        assert isinstance(received, bytes)
        if ForwardMsg.FromString(received).WhichOneof("type") == "script_finished":
            return time.monotonic() - begun


class Session(SimpleNamespace):
    """Stands in for Streamlit's session: it has one widget, and notes what it is told to run with."""

    __hash__ = object.__hash__  # type: ignore[assignment]

    def __init__(self) -> None:
        state = SimpleNamespace(widget_metadata={KNOWN: object()})
        super().__init__(session_state=SimpleNamespace(_new_widget_state=state), handled=[])


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Any:
    """send(session, message, settling=...): what the session is told of the message; None for nothing."""

    def sent(session: Session, message: BackMsg, settling: float = 0.0) -> BackMsg | None:
        handled: list[BackMsg] = []
        monkeypatch.setattr(AppSession, "handle_backmsg", lambda _, msg: handled.append(msg))
        streamlit_internals.drop_unneeded_messages(settling, 3, 1_000)
        AppSession.handle_backmsg(session, message)  # type: ignore[arg-type]
        return handled[0] if handled else None

    return sent


def rerun(*states: tuple[str, str], query: str = "") -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = query
    for name, value in states:
        message.rerun_script.widget_states.widgets.add(id=name, string_value=value)
    return message


def asks_for(operation: str) -> BackMsg:
    message = BackMsg()
    getattr(message.backend_operation_request, operation).SetInParent()
    return message


def names(message: BackMsg) -> list[str]:
    return [state.id for state in message.rerun_script.widget_states.widgets]


def test_states_of_widgets_that_the_page_does_not_have_are_dropped(send: Any) -> None:
    flood = [(f"{UNKNOWN}-{number}", "x") for number in range(1_000)]
    told = send(Session(), rerun(*flood, (KNOWN, "y" * 5_000)))
    assert told == rerun((KNOWN, "y" * 5_000))


def test_a_new_session_takes_a_few_fields_of_the_one_before_for_a_while(send: Any) -> None:
    session = Session()
    flood = [(f"{UNKNOWN}-{number}", "x" * 2_000 if number == 0 else "x") for number in range(10)]
    kept = names(send(session, rerun(*flood, (KNOWN, "y")), settling=60))
    assert kept == [KNOWN, *(f"{UNKNOWN}-{number}" for number in (1, 2, 3))]


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(load_git_info=True),
        asks_for("install_skills"),
        BackMsg(),
        rerun((KNOWN, "y"), query="a=" + "b" * 5_000),
    ],
)
def test_messages_that_no_page_sends_are_dropped(send: Any, message: BackMsg) -> None:
    assert send(Session(), message) is None


def test_messages_of_a_page_are_not(send: Any) -> None:
    for message in (
        asks_for("deferred_file"),
        BackMsg(app_heartbeat=True),
        BackMsg(stop_script=True),
        rerun((KNOWN, "y"), query="a=b"),
    ):
        assert send(Session(), message) == message


# --- files -----------------------------------------------------------------------------------------------------------


def test_files_are_made_in_turn_one_of_each_visit(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    async def all_of_it() -> dict[str, str]:
        line, free = FileLine(Translator("en")), asyncio.Event()
        told: dict[str, str] = {}

        async def make(_: object, request: Any, visit: str) -> Any:
            made.append(visit)
            await free.wait()
            return SimpleNamespace(error_msg="")

        monkeypatch.setattr(DeferredFileHandler, "handle", make)
        streamlit_internals.make_files_in_turn(line.turn)

        async def ask(visit: str) -> None:
            answer = await DeferredFileHandler.handle(None, SimpleNamespace(request_id="1"), visit)  # type: ignore[arg-type]
            told[visit] = answer.error_msg

        visits = [f"visit {number}" for number in range(limits.FILES_AT_ONCE + limits.FILES_WAITING)]
        waiting = [asyncio.create_task(ask(visit)) for visit in visits]
        await asyncio.sleep(0)
        assert made == visits[: limits.FILES_AT_ONCE]
        with pytest.raises(FileRefusedError, match="Your other file is not ready yet"):
            async with line.turn(visits[-1]):
                pytest.fail("a second file of the visit")
        await ask("one too many")
        free.set()
        await asyncio.gather(*waiting)
        await ask(visits[0])
        return told

    told = asyncio.run(all_of_it())
    assert told.pop("one too many") == "10 files are ahead of yours. Try again in a minute."
    assert set(told.values()) == {""}
    assert made[: len(told)] == list(told), "first come, first served"


def test_those_in_line_are_told_their_place_while_they_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FILES_AT_ONCE", 1)
    shown: list[tuple[str, str]] = []

    async def all_of_it() -> None:
        line = FileLine(Translator("en"), lambda visit, text, _: shown.append((visit, text)))
        free = {visit: asyncio.Event() for visit in "abcd"}

        async def make(visit: str) -> None:
            async with line.turn(visit):
                await free[visit].wait()

        making = {visit: asyncio.create_task(make(visit)) for visit in free}
        await asyncio.sleep(0)
        making["c"].cancel()  # the page was closed
        await asyncio.sleep(0)
        for visit in "abd":
            free[visit].set()
            await making[visit]

    asyncio.run(all_of_it())
    place = "Your file is number {} in line."
    assert shown == [
        *(("b", place.format(1)), ("c", place.format(2)), ("d", place.format(3))),
        *(("b", place.format(1)), ("d", place.format(2))),
        *(("d", place.format(1)), ("b", "Your file is being made.")),
        ("d", "Your file is being made."),
    ]
