"""Renders an HTML document as a PDF in a child process with a time limit.

Only the child (render_worker.py) loads WeasyPrint, so a crash in its native libraries, a document that takes minutes,
or a missing library does not harm the app. Children are started with `subprocess` and reused: threads that share
WeasyPrint's fonts corrupt memory, and `multiprocessing` would run the app's script again. This module is thread-safe.

A document may take LIMIT_SECONDS, including the start of its child, and wait up to QUEUE_SECONDS for a free child.
Past either limit, PdfTooSlowError is raised.
"""

from __future__ import annotations

import atexit
import base64
import json
import os
import platform
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from intake.config import content_folder

LIMIT_SECONDS = 20.0
QUEUE_SECONDS = 40.0
# A child takes about 75 MB. With two, one slow document does not block all others.
CHILDREN = min(2, os.cpu_count() or 1)
# The native libraries leak a little memory with every document.
DOCUMENTS_PER_CHILD = 200
MEMORY_BYTES = 1536 * 1024 * 1024

# With these, a server overwrites what it frees, and takes a quarter longer. A child need not: its memory goes with it.
_SLOW_MEMORY = frozenset({"PYTHONMALLOC", "GLIBC_TUNABLES"})

_WORKER = Path(__file__).with_name("render_worker.py")
_LENGTH = struct.Struct(">I")

# Documents use only the fonts of their stylesheets, so they look the same on every machine.
_FONTCONFIG = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <cachedir>{folder}</cachedir>
</fontconfig>
"""


_INSTALL_PANGO = {
    "debian": "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0",
    "ubuntu": "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0",
    "fedora": "sudo dnf install pango",
    "rhel": "sudo dnf install pango",
    "arch": "sudo pacman -S pango",
    "alpine": "apk add pango fontconfig",
    "opensuse": "sudo zypper install libpango-1_0-0",
    "suse": "sudo zypper install libpango-1_0-0",
}


class PdfError(Exception):
    """No PDF could be made. Messages never contain text of the document."""


class PdfUnavailableError(PdfError):
    """This machine lacks something needed for PDFs. `install`: the command that installs it."""

    def __init__(self, install: str) -> None:
        super().__init__(f"PDFs cannot be made on this machine yet. To install what is missing: {install}")
        self.install = install


class PdfTooSlowError(PdfError):
    """The document exceeded its time limit or waited too long for a free child."""


class PdfFailedError(PdfError):
    """The document could not be rendered."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF: name, description, media type, and bytes."""

    name: str
    description: str
    mime: str
    payload: bytes


@dataclass(frozen=True)
class Page:
    """One document to render.

    `html`: a whole document with all typed text escaped. Its <title>, <html lang>, and <meta name="dcterms.created">
    become the PDF's. It may load nothing: styles come from `stylesheets`, in that order. `made_on` (with a time zone)
    dates the attachments. The same page gives the same bytes, of which `identifier` is a part.

    `cover_anchor`: the id of the first element after the cover, which should be on page 2. If it is not, `compact_html`
    is rendered instead, if there is one.
    """

    html: str
    stylesheets: tuple[Path, ...]
    made_on: datetime
    identifier: str | bytes
    attachments: tuple[Attachment, ...] = ()
    cover_anchor: str | None = None
    compact_html: str | None = None

    def __post_init__(self) -> None:
        """Reject a time without a zone, which would give the PDF a wrong date. Raises ValueError."""
        if self.made_on.tzinfo is None:
            raise ValueError("made_on needs a time zone")


@dataclass(frozen=True)
class RenderedPdf:
    """A PDF (PDF/A-3a and PDF/UA-1) and its number of pages.

    `compact`: the compact HTML was used. `cover_fits`: the cover fills page 1 exactly (true if there is no anchor).
    """

    data: bytes
    pages: int
    compact: bool
    cover_fits: bool


class _ChildGoneError(Exception):
    """The child ended without an answer."""


class _Child:
    """One running worker process. Not thread-safe."""

    def __init__(self, environment: Mapping[str, str], stylesheets: tuple[Path, ...] = ()) -> None:
        self._scratch = TemporaryDirectory(prefix="intake-documents-", ignore_cleanup_errors=True)
        fontconfig = Path(self._scratch.name, "fonts.conf")
        fontconfig.write_text(_FONTCONFIG.format(folder=self._scratch.name), encoding="utf-8")
        scratch = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._scratch.name)
        self._process = subprocess.Popen(
            # -P: the worker's own folder must not hide modules of the standard library.
            [sys.executable, "-P", str(_WORKER), str(MEMORY_BYTES), *(str(path.resolve()) for path in stylesheets)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**_without(environment, _SLOW_MEMORY), **scratch, "FONTCONFIG_FILE": str(fontconfig)},
        )
        self._ready = False
        self._timed_out = False
        self.documents = 0

    def ask(self, job: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """The worker's answer to a job. Raises PdfError, or _ChildGoneError if the process died; the caller ends it."""
        timer = threading.Timer(seconds, self._time_out)
        timer.daemon = True
        timer.start()
        try:
            if not self._ready:
                _raise_for(json.loads(self._read()))
                self._ready = True
            self.documents += 1
            self._write(job)
            answer = json.loads(self._read())
            _raise_for(answer)
            return answer, self._read()
        except (_ChildGoneError, OSError):
            if self._timed_out:
                raise PdfTooSlowError(f"The document was not ready after {seconds:g} seconds") from None
            raise _ChildGoneError from None
        finally:
            timer.cancel()

    def end(self) -> None:
        """Kill the process and remove its files."""
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # a job that the dead process never read
        self._scratch.cleanup()

    def _time_out(self) -> None:
        self._timed_out = True
        self._process.kill()

    def _write(self, frame: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(_LENGTH.pack(len(frame)) + frame)
        self._process.stdin.flush()

    def _read(self) -> bytes:
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size))
        return self._exactly(length)

    def _exactly(self, length: int) -> bytes:
        assert self._process.stdout is not None
        data = self._process.stdout.read(length)
        if len(data) < length:
            raise _ChildGoneError
        return data


def _without(environment: Mapping[str, str], names: frozenset[str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name not in names}


def _raise_for(answer: dict[str, Any]) -> None:
    """Raise the exception for an answer's `error`, if it has one."""
    match answer.get("error"):
        case None:
            return
        case "system-library":
            raise PdfUnavailableError(pango_install_line())
        case "python-package":
            raise PdfUnavailableError(f"{sys.executable} -m pip install -r requirements.txt")
        case kind:
            raise PdfFailedError(f"The document could not be rendered ({kind})")


class Renderer:
    """Renders documents in up to `children` worker processes, which start when first needed.

    `stylesheets`: what a child loads at its start, before its first document asks for it.
    """

    def __init__(
        self,
        *,
        limit: float = LIMIT_SECONDS,
        queue_limit: float = QUEUE_SECONDS,
        children: int = CHILDREN,
        documents_per_child: int = DOCUMENTS_PER_CHILD,
        environment: Mapping[str, str] | None = None,
        stylesheets: tuple[Path, ...] = (),
    ) -> None:
        self._limit = limit
        self._queue_limit = queue_limit
        self._documents_per_child = documents_per_child
        self._environment = dict(os.environ if environment is None else environment)
        self._stylesheets = stylesheets
        self._lock = threading.Lock()
        # Last in, first out: while one child is enough, no second one starts.
        self._free: queue.LifoQueue[_Slot] = queue.LifoQueue()
        self._slots = [_Slot() for _ in range(children)]
        for slot in self._slots:
            self._free.put(slot)

    def render(self, page: Page) -> RenderedPdf:
        """The PDF of a page. Raises PdfUnavailableError, PdfTooSlowError, or PdfFailedError."""
        job = _job(page)
        try:
            slot = self._free.get(timeout=self._queue_limit)
        except queue.Empty:
            raise PdfTooSlowError(
                f"Other documents were still being made after {self._queue_limit:g} seconds"
            ) from None
        try:
            answer, data = self._answered(slot, job)
        finally:
            self._give_back(slot)
        return RenderedPdf(data, answer["pages"], answer["compact"], answer["cover_fits"])

    def warm(self) -> None:
        """Start a child without waiting for it, to make the first document faster."""
        try:
            slot = self._free.get_nowait()
        except queue.Empty:
            return
        try:
            slot.child = slot.child or self._new_child()
        finally:
            self._free.put(slot)

    def renew(self) -> None:
        """Replace children that have rendered a document, so that none of it stays in memory; busy ones when idle."""
        idle: list[_Slot] = []
        with self._lock:
            while not self._free.empty():
                try:
                    idle.append(self._free.get_nowait())
                except queue.Empty:
                    break
            for slot in self._slots:
                slot.outdated = slot not in idle or (slot.child is not None and slot.child.documents > 0)
        for slot in reversed(idle):
            self._give_back(slot)

    def _give_back(self, slot: _Slot) -> None:
        """Make a slot free again, with a new child if its own is to be replaced."""
        with self._lock:
            if slot.outdated:
                slot.outdated = False
                slot.drop()
                slot.child = self._new_child()
            self._free.put(slot)

    def _new_child(self) -> _Child:
        return _Child(self._environment, self._stylesheets)

    def close(self) -> None:
        """End every child, even those at work."""
        for slot in self._slots:
            slot.drop()

    def _answered(self, slot: _Slot, job: bytes) -> tuple[dict[str, Any], bytes]:
        # The system may have killed an idle child when memory was short, so try once more with a new one.
        for _ in range(2):
            child = slot.child = slot.child or self._new_child()
            try:
                answer = child.ask(job, self._limit)
            except PdfFailedError:
                raise
            except _ChildGoneError:
                slot.drop()
                continue
            except BaseException:
                slot.drop()
                raise
            if child.documents >= self._documents_per_child:
                slot.drop()
                slot.child = self._new_child()
            return answer
        raise PdfFailedError("The document could not be rendered (the process ended)")


class _Slot:
    """A slot for one child, empty until needed. `outdated`: the child is to be replaced when it is idle."""

    def __init__(self) -> None:
        self.child: _Child | None = None
        self.outdated = False

    def drop(self) -> None:
        """End the child, if there is one."""
        child, self.child = self.child, None
        if child is not None:
            child.end()


def _job(page: Page) -> bytes:
    """The page as one JSON frame for the worker."""
    identifier = page.identifier.encode() if isinstance(page.identifier, str) else page.identifier
    job = {
        "html": page.html,
        "compact_html": page.compact_html,
        "cover_anchor": page.cover_anchor,
        "stylesheets": [str(path.resolve()) for path in page.stylesheets],
        "made_on": page.made_on.isoformat(),
        "identifier": base64.b64encode(identifier).decode(),
        "attachments": [
            {
                "name": attachment.name,
                "description": attachment.description,
                "mime": attachment.mime,
                "payload": base64.b64encode(attachment.payload).decode(),
            }
            for attachment in page.attachments
        ],
    }
    return json.dumps(job).encode()


@lru_cache(maxsize=1)
def _renderer() -> Renderer:
    styles = content_folder() / "summary"
    renderer = Renderer(stylesheets=(styles / "fonts" / "fonts.css", styles / "summary.css"))
    atexit.register(renderer.close)
    return renderer


def render_pdf(page: Page) -> RenderedPdf:
    """The PDF of a page, from the shared renderer. Raises PdfUnavailableError, PdfTooSlowError, or PdfFailedError."""
    return _renderer().render(page)


def warm() -> None:
    """Start a child of the shared renderer, when a PDF is about to be needed. Returns at once."""
    _renderer().warm()


def renew() -> None:
    """Replace the idle children of the shared renderer that have rendered a document."""
    _renderer().renew()


def pango_install_line() -> str:
    """The command that installs Pango, the text layout library, on this kind of machine."""
    if sys.platform == "darwin":
        return "brew install pango"
    if sys.platform == "win32":
        return "pacman -S mingw-w64-ucrt-x86_64-pango   (in the UCRT64 window of MSYS2, https://www.msys2.org)"
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        release = {}
    families = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    commands = (command for family in families for name, command in _INSTALL_PANGO.items() if family.startswith(name))
    return next(commands, _INSTALL_PANGO["debian"])
