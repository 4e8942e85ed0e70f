"""How the answers must be handled, as labels that every resource carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from intake.domain.response import Response

Json = dict[str, Any]

RESTRICTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality",
    "code": "R",
    "display": "restricted",
}
"""Confidential: highly sensitive, potentially stigmatizing."""
PART_2 = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
    "code": "42CFRPart2",
    "display": "42 CFR Part2",
}
"""The law that protects a record of a federally assisted program for substance use."""
SUBSETTED = {
    "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue",
    "code": "SUBSETTED",
    "display": "subsetted",
}
"""Parts were left out on purpose."""


@dataclass(frozen=True)
class Handling:
    """How the answers must be handled.

    `part_2`: a Part 2 program is the source of some of them. `subset_of`: all answers, if only a part may be shared.
    """

    part_2: bool = False
    subset_of: Response | None = None

    @property
    def meta(self) -> Json:
        """The security labels, and the tag of an incomplete resource."""
        labels = [RESTRICTED, *([PART_2] if self.part_2 else [])]
        return filled({"security": labels, "tag": [SUBSETTED] if self.subset_of is not None else []})


USUAL = Handling()


def filled(table: Json) -> Json:
    """The table without empty values: FHIR allows no empty strings, lists, or objects."""
    return {name: value for name, value in table.items() if value}
