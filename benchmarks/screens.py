"""How long the server works on a question page, compared with an empty Streamlit page and a bare question.

Three real servers with the same settings are used in turn, so that other load on the machine affects all of them. The
measure is the processor time of the whole server process from a click until it is idle again. Wall-clock time is shown
too, but mostly reflects how Streamlit and the network batch messages.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.figures import Figures, Measurement, Measurements, Verdict
from benchmarks.visitor import Visitor, visit
from tests.serving import ROOT, Served, serve

WALKS = 2
WARM_UP = 5
TARGET = 1.5
SETTLE = 0.015  # seconds that the server needs to clean up after a run
SCREENS_BEFORE = 3  # start, stay safe, danger
MOST_STOPS = 200  # more means that Continue leads nowhere

_LAUNCHER = """\
from pathlib import Path
import streamlit as st
app = st.App(Path(__file__).parent / "entry.py")
"""
_ENTRY = """\
import streamlit as st
st.navigation([st.Page("screen.py", title="Screen")], position="hidden").run()
"""
# The content of a question page in the plainest Streamlit code: the minimum cost of any question page.
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
    """A visitor to one server, and the cost of its runs: `busy` and `waited` in seconds, `received` in bytes."""

    def __init__(self, served: Served, visitor: Visitor) -> None:
        self.visitor = visitor
        self.busy: list[float] = []
        self.waited: list[float] = []
        self.received: list[int] = []
        self._clock = _clock(served.process.pid)

    def measure(self, action: Callable[[Visitor], object]) -> None:
        """Run an action of the visitor and record its cost."""
        before, start = self._clock(), time.perf_counter()
        action(self.visitor)
        self.waited.append(time.perf_counter() - start)
        self.received.append(self.visitor.received)
        time.sleep(SETTLE)
        self.busy.append(self._clock() - before)


def measure() -> Measurements:
    """Walk through every question of the app, with one run of the other two servers after each answer."""
    with TemporaryDirectory() as folder, ExitStack() as open_things:
        root = Path(folder)
        apps = {
            "app": ROOT / "app.py",
            "empty": _small_app(root / "empty", ""),
            "bare": _small_app(root / "bare", _BARE_QUESTION),
        }
        servers = {name: open_things.enter_context(serve(app, root / f"{name}.log")) for name, app in apps.items()}
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
    """Go from the first screen through every question, picking the last option of each."""
    visitor = pick.visitor
    for _ in range(SCREENS_BEFORE):
        visitor.click_main()
    question_page = visitor.page
    for _ in range(MOST_STOPS):
        if visitor.has_choices:
            pick.measure(Visitor.pick_last)
        empty.measure(Visitor.run)
        bare.measure(Visitor.pick_last)
        move.measure(Visitor.click_main)
        if visitor.page != question_page:
            return
    raise RuntimeError("the walk through the questions does not end")


def _measured(picks: list[Watched], moves: list[Watched], empty: Watched, bare: Watched) -> Measurements:
    question = Figures.of([seconds for watched in picks for seconds in watched.busy])
    empty_page, bare_question = Figures.of(empty.busy), Figures.of(bare.busy)
    ratio = question.median / empty_page.median
    what = "server CPU" if _HAS_CPU_CLOCK else "wall-clock time"
    waited = Figures.of([seconds for watched in picks for seconds in watched.waited])
    received = median(size for watched in picks for size in watched.received)
    return Measurements(
        rows=(
            Measurement(
                f"Question page, an answer picked: {what}", question, "ms", f"{ratio:.1f} times the empty page"
            ),
            Measurement(f"Empty Streamlit page: {what}", empty_page, "ms"),
            Measurement(
                f"Bare Streamlit question, same widgets: {what}",
                bare_question,
                "ms",
                f"{bare_question.median / empty_page.median:.1f} times the empty page",
            ),
            Measurement(
                f"Continue to the next question, two runs: {what}",
                Figures.of([seconds for watched in moves for seconds in watched.busy]),
                "ms",
            ),
            Measurement("Question page: from the click to the last update of the page", waited, "ms", _sent(received)),
            Measurement(
                "Empty Streamlit page: the same", Figures.of(empty.waited), "ms", _sent(median(empty.received))
            ),
        ),
        verdicts=(
            Verdict(
                "a question page within 1.5 times an empty Streamlit page",
                ratio <= TARGET,
                f"{ratio:.1f} times; {question.median / bare_question.median:.1f} times a bare question, same widgets",
            ),
        ),
    )


def _sent(received: float) -> str:
    return f"{received / 1e3:.0f} kB sent to the browser"


def _small_app(folder: Path, screen: str) -> Path:
    """An app of one page with the structure of ours. Returns its launcher."""
    folder.mkdir()
    (folder / "app.py").write_text(_LAUNCHER, "utf-8")
    (folder / "entry.py").write_text(_ENTRY, "utf-8")
    (folder / "screen.py").write_text(screen, "utf-8")
    return folder / "app.py"


_HAS_CPU_CLOCK = sys.platform == "linux"


def _clock(process: int) -> Callable[[], float]:
    """A clock of the processor seconds of another process, with all its threads; wall-clock time if there is none."""
    if not _HAS_CPU_CLOCK:
        return time.perf_counter
    # clock_getcpuclockid(3): the inverted process id, followed by three bits that select the scheduler's time.
    clock = ~process << 3 | 2
    return lambda: time.clock_gettime(clock)
