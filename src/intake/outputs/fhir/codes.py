"""The codes of the answers, and the one CodeSystem that lists them.

A code is the question and its option, `overdose_last.today`: a "yes" to one question is not a "yes" to another.
"""

from __future__ import annotations

import re

from intake.config import site
from intake.domain.content import Content
from intake.domain.questionnaire import FOR_THE_FAMILY, Item, Option, Section
from intake.domain.response import Absent, Basis
from intake.i18n import Translator
from intake.outputs.fhir.addresses import (
    ABSENT_REASONS,
    EXCLUSIVE,
    VERSION_ALGORITHM,
    VERSION_ALGORITHMS,
    code_system_address,
)
from intake.outputs.fhir.labels import Json

_VERSION = re.compile(r"(20[0-9]{2})\.([1-9]|1[0-2])\.(0|[1-9][0-9]*)")
"""Year, month, and number within the month."""
BASIS = "basis"
"""The concept whose codes say how a person knows."""
REASONS = (Absent.UNKNOWN, Absent.DECLINED)
"""The reasons that a person can choose; a question that was skipped has no answer."""


def coding(item: Item, option: Option) -> Json:
    """An option of a question, with its text."""
    return {**code_of(item, option.code), "display": option.text}


def code_of(item: Item, code: str) -> Json:
    """An option of a question, without its text."""
    return {"system": code_system_address(), "code": f"{item.link_id}.{code}"}


def reason_code(reason: Absent) -> Json:
    """A reason why there is no answer, without its text."""
    return {"system": ABSENT_REASONS, "code": reason.value}


def reason(absent: Absent, words: Translator) -> Json:
    """A reason why there is no answer, as people choose it. FHIR has no code for a yes without details."""
    absent = Absent.UNKNOWN if absent is Absent.UNNAMED else absent
    texts = {
        Absent.UNKNOWN: words.ui("I do not know"),
        Absent.DECLINED: words.ui("I would rather not say"),
        Absent.NOT_ASKED: words.ui("Not asked"),
    }
    return {**reason_code(absent), "display": texts[absent]}


def reason_options(words: Translator) -> list[Json]:
    """The reasons as options, each of which excludes all others."""
    exclusive = [{"url": EXCLUSIVE, "valueBoolean": True}]
    return [{"extension": exclusive, "valueCoding": reason(absent, words)} for absent in REASONS]


def basis(known: Basis, words: Translator) -> Json:
    """How the person knows."""
    texts = {
        Basis.SAW: words.ui("I saw it myself"),
        Basis.TOLD: words.ui("Someone told me"),
        Basis.GUESS: words.ui("It is a guess"),
    }
    return {"system": code_system_address(), "code": f"{BASIS}.{known.value}", "display": texts[known]}


def is_exported(section: Section) -> bool:
    """Whether a section goes to receivers: not if it is for the family alone."""
    return section.asked not in FOR_THE_FAMILY


def code_system(content: Content, words: Translator) -> Json:
    """The CodeSystem: a concept for each question with options, and below it one for each option."""
    questions = [
        item
        for section in content.questionnaire.sections
        if is_exported(section)
        for item in section.items
        if item.options
    ]
    concepts = [
        {
            "code": item.link_id,
            "display": item.label,
            "concept": [{"code": f"{item.link_id}.{one.code}", "display": one.text} for one in item.options],
        }
        for item in questions
    ]
    known = [{key: value for key, value in basis(one, words).items() if key != "system"} for one in Basis]
    concepts.append({"code": BASIS, "display": words.ui("How they know"), "concept": known})
    return {
        "resourceType": "CodeSystem",
        **publication(content, code_system_address()),
        "name": "NextStepAnswers",
        "title": "Next Step: answers",
        "caseSensitive": True,
        "hierarchyMeaning": "grouped-by",
        "content": "complete",
        "concept": concepts,
    }


def publication(content: Content, address: str) -> Json:
    """What every published resource says about itself. Its status is draft until a clinician signs off."""
    version = content.questionnaire.version
    parts = _VERSION.fullmatch(version)
    algorithm = {"system": VERSION_ALGORITHMS, "code": "semver", "display": "SemVer"}
    return {
        "language": content.language,
        **({"extension": [{"url": VERSION_ALGORITHM, "valueCoding": algorithm}]} if parts else {}),
        "url": address,
        "version": version,
        "status": "draft",
        **({"date": f"{parts[1]}-{int(parts[2]):02}"} if parts else {}),
        # The agency that runs this copy, or else the product.
        "publisher": site().organization or site().product_name,
    }
