"""How long the engine takes to decide what to ask and what the answers mean."""

from __future__ import annotations

from benchmarks import situation
from benchmarks.figures import Figures, Measurement, Measurements, Verdict, timed
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.response import Response
from intake.domain.routing import route

RUNS = 2_000
WARM_UP = 50
TARGET = 1e-3


def measure() -> Measurements:
    """Measure `route` and `assess` together, for a visit with every answer and for one with none."""
    full, empty = situation.full(), situation.empty()
    figures = _figures(full)
    note = f"{situation.fullest().id}, {situation.answer_count(full)} answers, {len(situation.content().rules)} rules"
    return Measurements(
        rows=(
            Measurement("Assess and route, every question answered", figures, "µs", note),
            Measurement("Assess and route, nothing answered yet", _figures(empty), "µs"),
        ),
        verdicts=(
            Verdict(
                "assess and route under 1 ms for the real content",
                figures.median < TARGET,
                f"{figures.median * 1e3:.2f} ms",
            ),
        ),
    )


def _figures(response: Response) -> Figures:
    content = situation.content()

    def decide() -> None:
        anew = response.model_copy()  # as after each answer: what was worked out before is not kept
        route(content.questionnaire, anew)
        assess(content, anew, ON)

    for _ in range(WARM_UP):
        decide()
    return Figures.of([timed(decide) for _ in range(RUNS)])
