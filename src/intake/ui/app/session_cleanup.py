"""Forgets a visit soon after its page is closed: answers, what fields held, files made from them.

Streamlit drops an expired session only when something else happens, keeps the last one until another visitor comes, and
leaves a downloaded file where it is. This looks every few seconds, ends what is over, and overwrites the memory.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio.to_thread

from intake import memory
from intake.outputs.pdf import renderer
from intake.ui.common import streamlit_internals
from intake.ui.common.streamlit_internals import ForwardMsg, Runtime, SessionClient

EVERY = 10.0  # seconds
FILES_EVERY = 2  # looks: a file that no page shows any more goes at the second of these, so a download has time
TURN = 5.0  # seconds in which Streamlit's loop surely comes round


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """For st.App(lifespan=...): looks every few seconds, as long as the server runs."""
    memory.fill_what_is_freed()
    _other_threads()
    looking = asyncio.create_task(_look_again_and_again())
    try:
        yield
    finally:
        looking.cancel()


async def _look_again_and_again() -> None:
    watch = Watch()
    while True:
        await asyncio.sleep(EVERY)
        runtime = Runtime.instance()
        if watch.look(runtime):
            await _let_go_of_the_last(runtime)
            _other_threads()
            await anyio.to_thread.run_sync(renderer.renew)
            gc.collect()
            memory.overwrite()  # on this thread: what it has sent and received is in its own store


class Watch:
    """Knows the sessions there were, and ends those that have expired. Used on the event loop's thread."""

    def __init__(self) -> None:
        self._seen: frozenset[str] = frozenset()
        self._looks = 0

    def look(self, runtime: Runtime) -> bool:
        """Ends what has expired; whether any session has ended since the last look."""
        streamlit_internals.end_expired_sessions(runtime)
        living = frozenset(streamlit_internals.living_sessions(runtime))
        ended = self._seen - living
        self._seen = living
        self._looks += 1
        if self._looks % FILES_EVERY == 0:
            runtime.media_file_mgr.remove_orphaned_files()
        return bool(ended)


class _Nobody(SessionClient):
    """A visitor without a page. `served`: the loop has come round to it."""

    def __init__(self) -> None:
        self.served = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Hears one message."""
        self.served.set()


async def _let_go_of_the_last(runtime: Runtime) -> None:
    """Streamlit's loop holds on to the last session it served, with all that is in it, until it serves another."""
    client = _Nobody()
    nobody = runtime.connect_session(client=client, user_info={})
    streamlit_internals.send(runtime, nobody)
    with suppress(TimeoutError):  # when the server is stopping
        await asyncio.wait_for(client.served.wait(), TURN)
    runtime.close_session(nobody)


def _other_threads() -> None:
    """Has the loop work with new threads and ends those that made a file for somebody: each has a store of its own."""
    loop: Any = asyncio.get_running_loop()
    before = loop._default_executor
    loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="made-a-file"))
    if before is not None:
        before.shutdown(wait=False)
