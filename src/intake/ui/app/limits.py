"""How much one visit, one address and all of them together may ask of the server. Figures: docs/operating.md.

None of this is stored: an address is known only while a page of it is open.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

from starlette.types import Message, Receive

from intake.i18n import Translator
from intake.ui.common.streamlit_internals import FileRefusedError, show_notice

MOST_PAGES = 1_000  # open pages: each has a live connection
MOST_PAGES_OF_ADDRESS = 100
_THIS_COMPUTER = ("127.0.0.1", "::1", "")  # a proxy that does not say whom it speaks for; it has limits of its own
BURST = 60  # messages of a page, which is more than a person can cause
MESSAGES_PER_SECOND = 10.0
BYTES_AS_ONE = 50_000  # of a message; more count as more than one, so that a saved file still passes at once
# A page that reconnects after the server was restarted sends the fields of before: for a while, they are let through.
SETTLING = 30.0  # seconds
MOST_UNKNOWN_FIELDS = 500
LONGEST_UNKNOWN = 100_000  # bytes of such a field, and of the rest of a message
FILES_AT_ONCE = 4
TOLD_BRIEFLY, TOLD_WHILE_WAITING = 4, 60  # seconds
FILES_WAITING = 6  # ten seconds or so; longer lines are told and come back


class TooManyPagesError(Exception):
    """The server, or the address, has as many pages open as it may."""


class OpenPages:
    """Counts the pages that are open, in all and by address."""

    def __init__(self) -> None:
        self._by_address: Counter[str] = Counter()

    @contextmanager
    def one(self, address: str) -> Iterator[None]:
        """Count a page while it is open. Raises TooManyPagesError."""
        address = _subscriber(address)
        full = address not in _THIS_COMPUTER and self._by_address[address] >= MOST_PAGES_OF_ADDRESS
        if full or self._by_address.total() >= MOST_PAGES:
            raise TooManyPagesError
        self._by_address[address] += 1
        try:
            yield
        finally:
            self._by_address[address] -= 1
            self._by_address += Counter()  # drops those that have none left


def _subscriber(address: str) -> str:
    """The address; of version 6, the half that belongs to one household, which has the other half to itself."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv4Address) or parsed.is_loopback:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False))


def paced(receive: Receive) -> Receive:
    """The messages of one page, slowed down if it sends more than a person can cause. The others are not held up."""
    left, at = float(BURST), 0.0

    async def next_message() -> Message:
        nonlocal left, at
        message = await receive()
        now = asyncio.get_running_loop().time()
        cost = 1 + len(message.get("bytes") or b"") / BYTES_AS_ONE
        left, at = min(BURST, left + (now - at) * MESSAGES_PER_SECOND) - cost, now
        if left < 0:
            await asyncio.sleep(-left / MESSAGES_PER_SECOND)
        return message

    return next_message


class FileLine:
    """The line of files to make: one of each visit, FILES_AT_ONCE at a time, first come, first served.

    `words`: for what is said to someone who has to wait or to come back. `tell(visit, text, seconds)` shows a text to
    someone who waits.
    """

    def __init__(self, words: Translator, tell: Callable[[str, str, int], None] = show_notice) -> None:
        self._words = words
        self._tell = tell
        self._visits: set[str] = set()
        self._waiting: list[str] = []
        self._turns = asyncio.Semaphore(FILES_AT_ONCE)

    @asynccontextmanager
    async def turn(self, visit: str) -> AsyncIterator[None]:
        """Wait in line, told which place it is, and have the turn while the block runs. Raises FileRefusedError."""
        if visit in self._visits:
            raise FileRefusedError(self._words.ui("Your other file is not ready yet. Wait for it, then try again."))
        if (ahead := len(self._visits)) >= FILES_AT_ONCE + FILES_WAITING:
            raise FileRefusedError(
                self._words.ui("{number} files are ahead of yours. Try again in a minute.", number=ahead)
            )
        self._visits.add(visit)
        try:
            if waits := self._turns.locked():
                self._waiting.append(visit)
                self._tell_place(visit)
            async with self._turns:
                if waits:
                    self._leave_line(visit)
                    self._tell(visit, self._words.ui("Your file is being made."), TOLD_BRIEFLY)
                yield
        finally:
            self._visits.discard(visit)
            self._leave_line(visit)

    def _tell_place(self, visit: str) -> None:
        place = self._waiting.index(visit) + 1
        self._tell(visit, self._words.ui("Your file is number {number} in line.", number=place), TOLD_WHILE_WAITING)

    def _leave_line(self, visit: str) -> None:
        if visit in self._waiting:
            self._waiting.remove(visit)
            for other in self._waiting:
                self._tell_place(other)
