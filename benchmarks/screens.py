"""How long the server works on a question page, beside an empty Streamlit page and a bare question in the same minute.

Three real servers with the same settings are used in turn, so that whatever else the machine does hits all of them.
What counts is the processor time of the whole server process from a press until it is idle again: the clock on the wall
would mostly show how Streamlit and the network gather messages (shown as well).
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figures, Measured, Row, Verdict
from benchmarks.visitor import Visitor, visit
from tests.serving import ROOT, Served, serve

WALKS = 2
WARM_UP = 5
TARGET = 1.5
SETTLE = 0.015  # seconds in which the server tidies up after a run
SCREENS_BEFORE = 3  # start, stay safe, danger
MOST_STOPS = 200  # more means that Continue no longer leads on

_LAUNCHER = """\
from pathlib import Path
import streamlit as st
app = st.App(Path(__file__).parent / "entry.py")
"""
_ENTRY = """\
import streamlit as st
st.navigation([st.Page("screen.py", title="Screen")], position="hidden").run()
"""
# What a question page shows, written down as plainly as Streamlit allows: the least that any question page costs.
_BARE_QUESTION = """\
import streamlit as st
st.html("<h1>How old are they?</h1><p>Help for a teen is not the same as help for an adult.</p>")
st.radio("How old are they?", ["Under 18", "18 to 25", "26 to 39", "40 to 64", "65 or older", "?", "-"], index=None)
st.button("Continue", type="primary")
st.button("Back")
st.button("Skip this part", type="tertiary")
st.button("Stop for now", type="tertiary")
"""


class Watched:
    """A visitor to one server, with what its runs cost: `busy` and `waited` in seconds, `received` in bytes."""

    def __init__(self, served: Served, visitor: Visitor) -> None:
        self.visitor = visitor
        self.busy: list[float] = []
        self.waited: list[float] = []
        self.received: list[int] = []
        self._clock = _clock(served.process.pid)

    def does(self, action: Callable[[Visitor], object]) -> None:
        """Lets the visitor do something and notes what it cost."""
        before, start = self._clock(), time.perf_counter()
        action(self.visitor)
        self.waited.append(time.perf_counter() - start)
        self.received.append(self.visitor.received)
        time.sleep(SETTLE)
        self.busy.append(self._clock() - before)


def measure() -> Measured:
    """A walk through every question of the app, one run of the other two after each answer."""
    with TemporaryDirectory() as folder, ExitStack() as open_things:
        place = Path(folder)
        served = {
            "app": ROOT / "app.py",
            "empty": _small_app(place / "empty", ""),
            "bare": _small_app(place / "bare", _BARE_QUESTION),
        }
        servers = {name: open_things.enter_context(serve(app, place / f"{name}.log")) for name, app in served.items()}
        empty, bare = (
            Watched(servers[name], open_things.enter_context(visit(servers[name].url))) for name in ("empty", "bare")
        )
        for _ in range(WARM_UP):
            empty.visitor.run()
            bare.visitor.run()
        picks: list[Watched] = []
        moves: list[Watched] = []
        for _ in range(WALKS):
            with visit(servers["app"].url) as visitor:
                pick, move = Watched(servers["app"], visitor), Watched(servers["app"], visitor)
                _walk(pick, move, empty, bare)
                picks.append(pick)
                moves.append(move)
    return _measured(picks, moves, empty, bare)


def _walk(pick: Watched, move: Watched, empty: Watched, bare: Watched) -> None:
    """From the first screen through every question, picking the last choice of each."""
    visitor = pick.visitor
    for _ in range(SCREENS_BEFORE):
        visitor.press_main()
    questions = visitor.page
    for _ in range(MOST_STOPS):
        if visitor.has_choices:
            pick.does(Visitor.pick_last)
        empty.does(Visitor.run)
        bare.does(Visitor.pick_last)
        move.does(Visitor.press_main)
        if visitor.page != questions:
            return
    raise RuntimeError("the walk through the questions does not end")


def _measured(picks: list[Watched], moves: list[Watched], empty: Watched, bare: Watched) -> Measured:
    question = Figures.of([seconds for one in picks for seconds in one.busy])
    nothing, least = Figures.of(empty.busy), Figures.of(bare.busy)
    ratio = question.median / nothing.median
    what = "server CPU" if _HAS_CPU_CLOCK else "time on the wall"
    waited = Figures.of([seconds for one in picks for seconds in one.waited])
    received = median(size for one in picks for size in one.received)
    return Measured(
        rows=(
            Row(f"Question page, an answer picked: {what}", question, "ms", f"{ratio:.1f} times the empty page"),
            Row(f"Empty Streamlit page: {what}", nothing, "ms"),
            Row(
                f"Bare Streamlit question, same widgets: {what}",
                least,
                "ms",
                f"{least.median / nothing.median:.1f} times the empty page",
            ),
            Row(
                f"Continue to the next question, two runs: {what}",
                Figures.of([seconds for one in moves for seconds in one.busy]),
                "ms",
            ),
            Row("Question page: from the press to the last update of the page", waited, "ms", _sent(received)),
            Row("Empty Streamlit page: the same", Figures.of(empty.waited), "ms", _sent(median(empty.received))),
        ),
        verdicts=(
            Verdict(
                "a question page within 1.5 times an empty Streamlit page",
                ratio <= TARGET,
                f"{ratio:.1f} times; {question.median / least.median:.1f} times a bare question of the same widgets",
            ),
        ),
    )


def _sent(received: float) -> str:
    return f"{received / 1e3:.0f} kB sent to the browser"


def _small_app(folder: Path, screen: str) -> Path:
    """An app of one page, made the way ours is; its launcher."""
    folder.mkdir()
    (folder / "app.py").write_text(_LAUNCHER, "utf-8")
    (folder / "entry.py").write_text(_ENTRY, "utf-8")
    (folder / "screen.py").write_text(screen, "utf-8")
    return folder / "app.py"


_HAS_CPU_CLOCK = sys.platform == "linux"


def _clock(process: int) -> Callable[[], float]:
    """Processor seconds of another process, all its threads; where the system has no such clock, those on the wall."""
    if not _HAS_CPU_CLOCK:
        return time.perf_counter
    # clock_getcpuclockid(3): the process id, inverted, above three bits that ask for the time the scheduler counted.
    clock = ~process << 3 | 2
    return lambda: time.clock_gettime(clock)
