"""The acceptance cases and complete intakes of the real content, read once for all test modules."""

from __future__ import annotations

from intake.config import content_folder
from intake.content import load
from intake.content.cases import acceptance_cases, whole_intakes

ACCEPTANCE = acceptance_cases(content_folder(), load())
CASES = {case.id: case for case in ACCEPTANCE}
INTAKES = whole_intakes(content_folder(), load())
