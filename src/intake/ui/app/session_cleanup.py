"""Erase a visit soon after its page is closed or its answers are erased: answers, fields, and files made from them.

Streamlit drops an expired session only on other events, keeps the last one until another visitor comes, and does not
delete downloaded files. This checks every few seconds, ends expired sessions, and overwrites freed memory. Objects that
refer to each other, such as those of a run, are freed only by the garbage collector.
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

INTERVAL = 10.0  # seconds
FILES_EVERY = 2  # checks; a file that no page shows is removed at the second one, so that a download can finish
LOOP_TIMEOUT = 5.0  # seconds, long enough for Streamlit's loop to serve every session


@asynccontextmanager
async def lifespan(_: Any) -> AsyncIterator[None]:
    """For st.App(lifespan=...): check every few seconds while the server runs."""
    memory.fill_what_is_freed()
    _replace_threads()
    checking = asyncio.create_task(_check_forever())
    try:
        yield
    finally:
        checking.cancel()


async def _check_forever() -> None:
    watch, again = SessionWatch(), False
    await asyncio.sleep(INTERVAL)  # the server's own start comes first
    await anyio.to_thread.run_sync(renderer.warm)  # so that nobody waits for the first PDF to load its libraries
    while True:
        await asyncio.sleep(INTERVAL)
        runtime = Runtime.instance()
        ended, erased = watch.check(runtime), memory.was_due()
        if ended or erased or again:
            await _release_last_session(runtime)
            _replace_threads()
            await anyio.to_thread.run_sync(renderer.renew)
            gc.collect()
            memory.overwrite()  # on this thread, whose memory arena holds what it sent and received
        again = erased  # the run that erased the answers may not have been over


class SessionWatch:
    """Keeps track of the sessions and ends those that have expired. Use it on the event loop's thread."""

    def __init__(self) -> None:
        self._seen: frozenset[str] = frozenset()
        self._checks = 0

    def check(self, runtime: Runtime) -> bool:
        """End the expired sessions; return whether any session has ended since the last check."""
        streamlit_internals.end_expired_sessions(runtime)
        living = frozenset(streamlit_internals.living_sessions(runtime))
        ended = self._seen - living
        self._seen = living
        self._checks += 1
        if self._checks % FILES_EVERY == 0:
            runtime.media_file_mgr.remove_orphaned_files()
        return bool(ended)


class _DummyClient(SessionClient):
    """A visitor without a page. `served` is set once the loop has served it."""

    def __init__(self) -> None:
        self.served = asyncio.Event()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Note that a message has arrived."""
        self.served.set()


async def _release_last_session(runtime: Runtime) -> None:
    """Have Streamlit's loop serve a dummy session, because it holds on to the last one it served until the next."""
    client = _DummyClient()
    dummy = runtime.connect_session(client=client, user_info={})
    streamlit_internals.send(runtime, dummy)
    with suppress(TimeoutError):  # when the server is stopping
        await asyncio.wait_for(client.served.wait(), LOOP_TIMEOUT)
    runtime.close_session(dummy)


def _replace_threads() -> None:
    """Give the loop new worker threads and end the old ones: each has a memory arena that may hold parts of a file."""
    loop: Any = asyncio.get_running_loop()
    before = loop._default_executor
    loop.set_default_executor(ThreadPoolExecutor(thread_name_prefix="made-a-file"))
    if before is not None:
        before.shutdown(wait=False)
