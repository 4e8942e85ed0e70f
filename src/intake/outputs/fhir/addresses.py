"""Canonical addresses: those of our own resources and extensions, and those of the standards.

An agency that has a place for them sets `fhir_address`. Without it, they are fixed URNs, which belong to nobody. The
receivers store them: never change a name below.
"""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID, uuid5

from intake.config import site

_URNS = UUID("0b3b7c52-6b43-4c35-9a5c-3f1d1f9a8e70")

_HL7 = "http://hl7.org/fhir"
_TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
ITEM_CONTROL = f"{_HL7}/StructureDefinition/questionnaire-itemControl"
ITEM_CONTROLS = f"{_HL7}/questionnaire-item-control"
EXCLUSIVE = f"{_HL7}/StructureDefinition/questionnaire-optionExclusive"
SUPPORT_LINK = f"{_HL7}/StructureDefinition/questionnaire-supportLink"
SHORT_TEXT = f"{_HL7}/uv/sdc/StructureDefinition/sdc-questionnaire-shortText"
ABSENT = f"{_HL7}/StructureDefinition/data-absent-reason"
VERSION_ALGORITHM = f"{_HL7}/StructureDefinition/artifact-versionAlgorithm"
VERSION_ALGORITHMS = f"{_HL7}/version-algorithm"
ABSENT_REASONS = f"{_TERMINOLOGY}/data-absent-reason"
URI = "urn:ietf:rfc:3986"


class Own(StrEnum):
    """Our extensions."""

    ENTRY = "entry"
    """On a repeating group: the id of its entry, an option code or n1, n2, ..."""
    FORMER = "former-answer"
    """On the response: an answer to a question that no longer applies because of other answers."""
    UNNAMED = "yes-unnamed"
    """On an answered item or a former answer: yes to a list of options, without saying to which."""
    ANSWERED_VERSION = "answered-version"
    """On the response: the version of the questions that was answered, if it is not the current one."""
    SAY = "say"
    """On a question: the wording to read aloud."""
    ORDERED = "ordered"
    """On a question: its options are in ascending order."""
    ENTRIES_FROM = "entries-from"
    """On a repeating group: the linkId that its entries follow from."""
    NAMED_BY = "named-by"
    """On a repeating group: the linkId of the question for the name of an entry."""
    SAME_ENTRY = "same-entry"
    """On a question: a condition on the same entry of another repeating group."""

    @property
    def url(self) -> str:
        """The address of the extension."""
        return canonical("StructureDefinition", self.value)


def canonical(kind: str, name: str) -> str:
    """The address of one of our own resources."""
    place = f"{kind}/{name}"
    base = str(site().fhir_address or "").rstrip("/")
    return f"{base}/{place}" if base else f"urn:uuid:{uuid5(_URNS, place)}"


def questionnaire_address() -> str:
    """The canonical address of the Questionnaire."""
    return canonical("Questionnaire", "intake")


def code_system_address() -> str:
    """The canonical address of the one CodeSystem with the codes of all options."""
    return canonical("CodeSystem", "answers")
