"""The FHIR export: valid by the published definitions, the same questions as the app, no answer lost."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.codesystem import CodeSystem as PublishedCodeSystem
from fhir.resources.R4B.questionnaire import Questionnaire as PublishedQuestionnaire
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse as PublishedResponse
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.__main__ import main
from intake.brief.builder import without
from intake.config import ROOT, site
from intake.content import load, read
from intake.content.cases import Shorthand, acceptance_cases, response_of
from intake.domain.answers_json import document_of
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import (
    FOR_THE_FAMILY,
    TYPED,
    Asked,
    Condition,
    Item,
    ItemType,
    Operator,
    Option,
    Questionnaire,
    Repeats,
    Section,
    key_of,
)
from intake.domain.response import Absent, Answer, Basis, Response
from intake.domain.routing import entries, next_entry, route
from intake.i18n import Translator
from intake.outputs.fhir.addresses import (
    ABSENT,
    ABSENT_REASONS,
    EXCLUSIVE,
    ITEM_CONTROL,
    SHORT_TEXT,
    SUPPORT_LINK,
    VERSION_ALGORITHM,
    Own,
    code_system_address,
    questionnaire_address,
)
from intake.outputs.fhir.bundle import bundle
from intake.outputs.fhir.codes import code_system
from intake.outputs.fhir.labels import Json
from intake.outputs.fhir.questionnaire import questionnaire
from intake.outputs.fhir.response import questionnaire_response
from tests.garden import CONTENT, LARGEST, LIBRARY, MADE_ON, answers, with_parts
from tests.often import often
from tests.real_cases import ACCEPTANCE

REAL = read(ROOT / "content")
ENTRY, SAY, SAME_ENTRY, FORMER = Own.ENTRY.url, Own.SAY.url, Own.SAME_ENTRY.url, Own.FORMER.url
SUFFIXES = ("absent", "basis", "as-of")
"""Of the linkIds of the items beside a question."""
FEWER, FEW = (settings(max_examples=settings().max_examples // share) for share in (2, 8))


# --- a garden with more kinds of questions ---------------------------------------------------------------------------


def question(link_id: str, type_: ItemType, *codes: str, **more: Any) -> Item:
    """A question with these options. If several can be picked, the last one is exclusive."""
    several = type_ is ItemType.CHOICES
    options = tuple(Option(code=code, text=code, exclusive=several and code == codes[-1]) for code in codes)
    texts = {name: f"{link_id} {name}" for name in ("label", "text", "say", "why")}
    return Item(link_id=link_id, type=type_, options=options, **{**texts, **more})


def when(question: str, answer: str | bool | tuple[str, ...], operator: Operator = Operator.EQUALS) -> Condition:
    return Condition(question=question, operator=operator, answer=answer)


def repeats(named_by: str, each: str | None = None) -> Repeats:
    return Repeats(each=each, named_by=named_by, one="One", more="More?", add="Add one")


CARE = Section(
    id="care",
    title="Care of each plant",
    asked="plan",
    repeats=repeats("care_of", each="each_plant"),
    items=(
        question("care_of", ItemType.LINE),
        question("age", ItemType.CHOICE, "new", "young", "old", "ancient", ordered=True),
        question("pests", ItemType.CHOICES, "lice", "snails", "none"),
        question("remedy", ItemType.TEXT, enable_when=(when("age", "old", Operator.AT_LEAST), when("pests", "lice"))),
        question("roses_only", ItemType.CHOICE, "yes", "no", enable_when=(when("plants", "roses"),)),
        question(
            "wash",
            ItemType.CHOICE,
            *("yes", "no"),
            enable_when=(when("plant_ills", "lice"), when("age", "new")),
            enable_behavior="any",
        ),
    ),
)
"""Inherits entries from a section that itself inherits them, with conditions on that section and on its own."""
ODDITIES = Section(
    id="oddities",
    title="Every kind of condition",
    asked="check",
    items=(
        question("not_green", ItemType.LINE, enable_when=(when("leaves", "green", Operator.NOT_EQUALS),)),
        question("low", ItemType.LINE, enable_when=(when("height", "head", Operator.LESS),)),
        question("top", ItemType.LINE, enable_when=(when("height", "roof", Operator.AT_LEAST),)),
        question("never", ItemType.LINE, enable_when=(when("height", "roof", Operator.GREATER),)),
        question("no_roses", ItemType.LINE, enable_when=(when("plants", ("roses", "bare"), Operator.NOT_EQUALS),)),
        question("no_keeper", ItemType.LINE, enable_when=(when("keeper", answer=False, operator=Operator.EXISTS),)),
        question(
            "dry_and_wild",
            ItemType.LINE,
            enable_when=(
                when("soil", "damp", Operator.NOT_EQUALS),
                when("leaves", "pale", Operator.AT_LEAST),
                when("plants", "bare", Operator.NOT_EQUALS),
            ),
        ),
        question(
            "either",
            ItemType.LINE,
            enable_when=(when("leaves", "pale", Operator.AT_MOST), when("plants", ("tree", "beans"))),
            enable_behavior="any",
        ),
    ),
)


def garden(*more: Section) -> Content:
    """The library with more sections."""
    sections = (*CONTENT.questionnaire.sections, *more)
    return with_parts(questionnaire=Questionnaire(version=CONTENT.questionnaire.version, sections=sections))


GARDEN = garden(ODDITIES, CARE)
CONTENTS = {"garden": GARDEN, "real": REAL}


TENDED: Shorthand = {
    **LARGEST,
    "age@roses": "ancient",
    "pests@roses": ("lice", "snails"),
    "remedy@roses": "Soap.\n\tWater.",
    "roses_only@roses": "yes",
    "age@tree": "?",
    "age@n1": "young",
    "care_of@n5": "Moss",
}
BUSY = response_of(TENDED, GARDEN)
"""Answers in every section, with entries picked, added, and inherited once and twice."""


# --- any answers at all ----------------------------------------------------------------------------------------------


def values(item: Item) -> st.SearchStrategy[str | tuple[str, ...]]:
    """Every kind of value that a question allows."""
    codes = [option.code for option in item.options]
    if item.type is ItemType.CHOICE:
        return st.sampled_from(codes)
    if item.type is ItemType.CHOICES:
        alone = st.sampled_from(codes).map(lambda code: (code,))
        together = [option.code for option in item.options if not option.exclusive]
        return alone | st.lists(st.sampled_from(together), min_size=1, unique=True).map(tuple) if together else alone
    return st.text(max_size=60)


def possible_entries(section: Section, content: Content) -> list[str]:
    """The entries that a section can have: the options it follows from, and some added ones."""
    each = section.repeats.each if section.repeats else None
    asked = content.questionnaire
    if section.repeats is None:
        return [""]
    if each in asked.section:
        return possible_entries(asked.section[each], content)
    options = asked.items[each].options if each else ()
    return [*(option.code for option in options if not option.exclusive), "n1", "n2", "n17"]


@cache
def possible(content_name: str) -> list[Asked]:
    content = CONTENTS[content_name]
    sections = content.questionnaire.sections
    return [
        Asked(item, entry)
        for section in sections
        for entry in possible_entries(section, content)
        for item in section.items
    ]


@st.composite
def answer_to(draw: st.DrawFn, asked: Asked) -> Answer:
    day = draw(st.none() | st.dates(min_value=dt.date(1900, 1, 1)))
    return Answer(
        link_id=asked.link_id,
        entry=asked.entry,
        basis=draw(st.none() | st.sampled_from(Basis)),
        as_of=day and day.isoformat()[: draw(st.sampled_from([4, 7, 10]))],
        **(
            {"absent": draw(st.sampled_from([one for one in Absent if asked.item.opener or one is not Absent.UNNAMED]))}
            if draw(st.integers(0, 2)) == 0
            else {"value": draw(values(asked.item))}
        ),
    )


@st.composite
def responses(draw: st.DrawFn, content_name: str) -> Response:
    """Any answers to any questions, asked or not, for any entries, in any order."""
    questions = draw(st.lists(st.sampled_from(possible(content_name)), unique_by=lambda asked: asked.key, max_size=40))
    return Response(
        content_version=draw(st.sampled_from([CONTENTS[content_name].questionnaire.version, "2019.1"])),
        language=draw(st.sampled_from(["en", "es", "fr-CA"])),
        answers=tuple(draw(answer_to(asked)) for asked in questions),
    )


@st.composite
def full_responses(draw: st.DrawFn, content_name: str) -> Response:
    """A value for every question that applies, and for no other."""
    content, dice = CONTENTS[content_name], Random(draw(st.integers(0, 2**32)))
    response = Response(content_version=content.questionnaire.version)
    for section in content.questionnaire.sections:
        for _ in range(dice.randint(0, 2) if section.repeats else 0):
            name = random_value(section.items[0], dice)
            entry = next_entry(response)
            response = response.with_answer(Answer(link_id=section.items[0].link_id, entry=entry, value=name))
    while missing := [asked for asked in route(content.questionnaire, response) if asked.key not in response.by_key]:
        more = (
            Answer(link_id=asked.link_id, entry=asked.entry, value=random_value(asked.item, dice)) for asked in missing
        )
        response = Response(content_version=response.content_version, answers=(*response.answers, *more))
    while extra := set(response.by_key) - {asked.key for asked in route(content.questionnaire, response)}:
        response = response.without(*extra)
    return response


def random_value(item: Item, dice: Random) -> str | tuple[str, ...]:
    """A random value for a question. Hundreds of them would be too many choices for Hypothesis."""
    if item.type in TYPED:
        return "x"
    code = dice.choice(item.options).code
    together = tuple(option.code for option in item.options if not option.exclusive)
    if item.type is ItemType.CHOICE:
        return code
    return tuple(dice.sample(together, dice.randint(1, len(together)))) if code in together else (code,)


GARDEN_CASES = (
    *(response_of(case.answers, GARDEN) for case in acceptance_cases(LIBRARY, GARDEN)),
    answers(**LARGEST),
    BUSY,
)
REAL_CASES = {case.id: response_of(case.answers, REAL) for case in ACCEPTANCE}


def exported(content: Content, response: Response) -> Json:
    """The response as a receiver gets it: written as JSON and parsed again."""
    resource: Json = json.loads(json.dumps(questionnaire_response(content, response, MADE_ON)))
    return resource


@cache
def form(content_name: str) -> Json:
    resource: Json = json.loads(json.dumps(questionnaire(CONTENTS[content_name])))
    return resource


# --- what a receiver reads -------------------------------------------------------------------------------------------


def extension(element: Json, url: str) -> Any:
    """The value of the extension with this URL; None if there is none."""
    matches = [candidate for candidate in element.get("extension", []) if candidate["url"] == url]
    assert len(matches) <= 1
    return next((value for match in matches for name, value in match.items() if name != "url"), None)


def items_of(element: Json) -> Iterator[Json]:
    """Every item below an element, in order."""
    for item in element.get("item", []):
        yield item
        yield from items_of(item)
        for answer in item.get("answer", []):
            yield from items_of(answer)


def coded(answer: Json) -> str:
    """The value of an answer: a text, a code without its question, or a reason for having none."""
    return str(answer["valueString"]) if "valueString" in answer else bare(answer["valueCoding"]["code"])


def bare(code: str) -> str:
    """A code without the question it belongs to."""
    return code.partition(".")[2] or code


def is_reason(answer: Json) -> bool:
    return bool(answer.get("valueCoding", {}).get("system") == ABSENT_REASONS)


def read_back(resource: Json, types: dict[str, ItemType]) -> Response:
    """The Response that a QuestionnaireResponse was made from."""
    applying = [
        _answer(item, beside(group, item["linkId"]), extension(group, ENTRY) or "", types[item["linkId"]])
        for group in resource.get("item", [])
        for item in group["item"]
        if item["linkId"] in types
    ]
    former = [_former(extra["extension"], types) for extra in resource.get("extension", []) if extra["url"] == FORMER]
    version = extension(resource, Own.ANSWERED_VERSION.url) or resource["questionnaire"].split("|")[1]
    return Response(content_version=version, language=resource["language"], answers=(*applying, *former))


def beside(group: Json, link_id: str) -> dict[str, str]:
    """What the items beside a question say, by suffix."""
    answers = {item["linkId"]: item["answer"] for item in group["item"] if "answer" in item}
    return {suffix: coded(*answers[f"{link_id}.{suffix}"]) for suffix in SUFFIXES if f"{link_id}.{suffix}" in answers}


def _answer(item: Json, known: dict[str, str], entry: str, type_: ItemType) -> Answer:
    given = item.get("answer", [])
    reason = extension(item, ABSENT) or known.get("absent") or next(map(coded, filter(is_reason, given)), None)
    reason = Absent.UNNAMED.value if extension(item, Own.UNNAMED.url) else reason
    return _told(item["linkId"], entry, type_, [] if reason else given, {**known, "absent": reason})


def _former(parts: list[Json], types: dict[str, ItemType]) -> Answer:
    values = {part["url"]: "yes" if "valueBoolean" in part else coded(part) for part in parts}
    given = [part for part in parts if part["url"] == "answer"]
    reason = next(map(coded, filter(is_reason, given)), None)
    reason = Absent.UNNAMED.value if "yes-unnamed" in values else reason
    link_id = values["question"]
    told = {**values, "absent": reason}
    return _told(link_id, values.get("entry", ""), types[link_id], [] if reason else given, told)


def _told(link_id: str, entry: str, type_: ItemType, given: list[Json], known: dict[str, str | None]) -> Answer:
    values = tuple(map(coded, given))
    return Answer.model_validate(
        {
            "link_id": link_id,
            "entry": entry,
            "value": None if not values else values if type_ is ItemType.CHOICES else values[0],
            "absent": known.get("absent"),
            "basis": known.get("basis"),
            "as_of": known.get("as-of"),
        }
    )


REFUSED = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML, and so a FHIR string, cannot contain."""


def expressible(answer: Answer, type_: ItemType) -> Answer:
    """An answer as FHIR can express it."""
    if type_ not in TYPED or answer.value is None:
        return answer
    text = str(answer.value)
    update = {"value": REFUSED.sub("\ufffd", text)} if text.strip() else {"value": None, "absent": Absent.NOT_ASKED}
    return answer.model_copy(update=update)


def exported_answers(content: Content, response: Response) -> list[Answer]:
    """The answers that are not for the family alone."""
    section_of = content.questionnaire.section_of
    return [answer for answer in response.answers if section_of[answer.link_id].asked not in FOR_THE_FAMILY]


def assert_nothing_lost(content: Content, response: Response) -> None:
    """Assert that only answers for the family alone are missing."""
    types = {item.link_id: item.type for item in content.questionnaire.items.values()}
    back = read_back(exported(content, response), types)
    assert back.by_key == {
        answer.key: expressible(answer, types[answer.link_id]) for answer in exported_answers(content, response)
    }
    assert (back.content_version, back.language) == (response.content_version, response.language)


# --- what the standard requires --------------------------------------------------------------------------------------


def assert_questionnaire_valid(resource: Json) -> None:
    """Assert the invariants of the definition that no class checks (que-1 to que-12), and a few of our own."""
    PublishedQuestionnaire.model_validate(resource)
    items = list(items_of(resource))
    places = {item["linkId"]: place for place, item in enumerate(items)}
    assert len(places) == len(items), "linkIds are unique"
    assert re.fullmatch("[A-Z][A-Za-z0-9_]{0,254}", resource["name"])
    for item in items:
        kind = item["type"]
        assert bool(item.get("item")) or kind != "group"
        assert not item.get("item") or kind != "display"
        assert ("answerOption" in item) is (kind in ("choice", "open-choice"))
        assert kind != "choice" or extension(item, ITEM_CONTROL) or item["linkId"].endswith(".entry")
        assert "maxLength" not in item or kind in ("string", "text")
        assert "repeats" not in item or kind in ("group", "choice")
        assert ("enableBehavior" in item) is (len(item.get("enableWhen", [])) > 1)
        options = [option["valueCoding"] for option in item.get("answerOption", [])]
        assert len({(option["system"], option["code"]) for option in options}) == len(options)
        for clause in item.get("enableWhen", []):
            assert_clause_valid(clause, item, {other["linkId"]: other for other in items}, places)


def assert_clause_valid(clause: Json, item: Json, by_id: dict[str, Json], places: dict[str, int]) -> None:
    read = by_id[clause["question"]]
    assert places[read["linkId"]] < places[item["linkId"]], "a condition reads an earlier question"
    assert read["type"] not in ("group", "display")
    assert clause["operator"] in ("exists", "=", "!="), "codings have no order but that of the options"
    assert ("answerBoolean" in clause) is (clause["operator"] == "exists")
    if clause["operator"] != "exists":
        options = [option["valueCoding"] for option in read.get("answerOption", [])]
        assert clause["answerCoding"] in [{"system": option["system"], "code": option["code"]} for option in options]


def assert_response_valid(resource: Json, asked: Json) -> None:
    """Assert what the HL7 validator requires of a response beyond its structure."""
    PublishedResponse.model_validate(resource)
    assert resource["questionnaire"] == f"{asked['url']}|{asked['version']}"
    assert_same_order(resource.get("item", []), asked["item"])
    for group in resource.get("item", []):
        definition = next(defined for defined in asked["item"] if defined["linkId"] == group["linkId"])
        assert group["text"] == definition["text"]
        assert "answer" not in group
        assert_same_order(group["item"], definition["item"])
        for item in group["item"]:
            assert_answers_valid(
                item, next(defined for defined in definition["item"] if defined["linkId"] == item["linkId"])
            )


def assert_same_order(items: list[Json], defined: list[Json]) -> None:
    order = [definition["linkId"] for definition in defined]
    places = [order.index(item["linkId"]) for item in items]
    assert places == sorted(places)
    repeating = {
        definition["linkId"] for definition in defined if definition.get("repeats") and definition["type"] == "group"
    }
    single = [item["linkId"] for item in items if item["linkId"] not in repeating]
    assert len(set(single)) == len(single)


def assert_answers_valid(item: Json, definition: Json) -> None:
    assert item["text"] == definition["text"]
    given = item.get("answer", [])
    assert bool(given) is (extension(item, ABSENT) is None)
    assert len(given) <= 1 or definition.get("repeats")
    options = {json.dumps(option["valueCoding"]): option for option in definition.get("answerOption", [])}
    for answer in given:
        assert len(answer) == 1, "a form drops an answer that is only an extension"
        if "valueCoding" in answer:
            option = options[json.dumps(answer["valueCoding"])]
            assert len(given) == 1 or not extension(option, EXCLUSIVE)
        if "valueString" in answer:
            assert definition["type"] in ("string", "text", "open-choice")
            assert answer["valueString"].strip()
            assert not REFUSED.search(answer["valueString"])


# --- what a system that has only the export would ask ---------------------------------------------------------------


class Filler:
    """Enables the questions of a Questionnaire as FHIR defines: answers to disabled questions do not count.

    A condition reads the answers in the closest group with both questions: its own group, or the whole response.
    """

    def __init__(self, asked: Json, resource: Json) -> None:
        self.groups = [(group, self._instances(group, resource)) for group in asked["item"]]
        self.cache: dict[int, dict[str, bool]] = {}

    @staticmethod
    def _instances(group: Json, resource: Json) -> list[Json]:
        instances = [instance for instance in resource.get("item", []) if instance["linkId"] == group["linkId"]]
        return instances if instances or group.get("repeats") else [{"item": []}]

    def enabled(self) -> set[str]:
        """The keys of the enabled questions, for entries that have answers."""
        return {
            key_of(item["linkId"], extension(instance, ENTRY) or "")
            for group, instances in self.groups
            for instance in instances
            for item in group["item"]
            if item["type"] != "display" and "." not in item["linkId"]
            if self._enabled(item, group, instance)
        }

    def _enabled(self, item: Json, group: Json, instance: Json) -> bool:
        cache = self.cache.setdefault(id(instance), {})
        if item["linkId"] not in cache:
            holds = [self._holds(clause, group, instance) for clause in item.get("enableWhen", [])]
            together = any if item.get("enableBehavior") == "any" else all
            cache[item["linkId"]] = not holds or together(holds)
        return cache[item["linkId"]]

    def _holds(self, clause: Json, group: Json, instance: Json) -> bool:
        values = list(self._answer_values(clause["question"], group, instance))
        match clause["operator"]:
            case "exists":
                return bool(values) is clause["answerBoolean"]
            case "=":
                return bare(clause["answerCoding"]["code"]) in values
            case _:
                return bare(clause["answerCoding"]["code"]) not in values

    def _answer_values(self, link_id: str, own: Json, instance: Json) -> Iterator[str]:
        for group, instances in self.groups:
            for item in group["item"]:
                if item["linkId"] == link_id:
                    for candidate in [instance] if group is own else instances:
                        if self._enabled(item, group, candidate):
                            yield from self._values(link_id, candidate)

    @staticmethod
    def _values(link_id: str, instance: Json) -> Iterator[str]:
        for item in instance["item"]:
            if item["linkId"] == link_id:
                yield from map(coded, item.get("answer", []))


def asked_by_app(content: Content, response: Response, resource: Json) -> set[str]:
    """The keys of the questions that the app asks and exports, for entries that are in the resource."""
    exported_entries = {(group["linkId"], extension(group, ENTRY)) for group in resource.get("item", [])}
    section_of = content.questionnaire.section_of
    return {
        asked.key
        for asked in route(content.questionnaire, response)
        if section_of[asked.link_id].asked not in FOR_THE_FAMILY
        and (not asked.entry or (section_of[asked.link_id].id, asked.entry) in exported_entries)
    }


def former_entries(content: Content, response: Response) -> set[str]:
    """The keys of questions about former entries: FHIR has no condition on whether a group still is an entry."""
    asked = content.questionnaire
    current = {section.id: entries(asked, section, response) for section in asked.sections}
    return {
        question.key
        for question in possible_keys(content)
        if question.entry not in current[asked.section_of[question.link_id].id]
    }


def possible_keys(content: Content) -> list[Asked]:
    return possible(next(name for name, candidate in CONTENTS.items() if candidate is content))


def depends_on_unknown(key: str, content: Content, response: Response) -> bool:
    """Whether any question that this question depends on, directly or not, has no value."""
    link_id, _, entry = key.partition("@")
    asked = content.questionnaire
    read = [condition.question for condition in asked.items[link_id].enable_when]
    keys = [key_of(question, entry if asked.section_of[question].repeats else "") for question in read]
    return any(
        (answer := response.by_key.get(dependency)) is None
        or not "".join(answer.codes).strip()
        or depends_on_unknown(dependency, content, response)
        for dependency in keys
    )


def reads_other_entries(asked: Json) -> set[str]:
    """linkIds of the questions that FHIR asks more often because it cannot compare entries, with their dependents."""
    link_ids: set[str] = set()
    for item in items_of(asked):
        read = {clause["question"] for clause in item.get("enableWhen", [])}
        if read & link_ids or any(extra["url"] == SAME_ENTRY for extra in item.get("extension", [])):
            link_ids.add(item["linkId"])
    return link_ids


ONLY_IF_MET = {"remedy", "props"}
"""Questions with several conditions, of which one reads a list: FHIR has no form that holds if the list is unknown."""


def applying(content: Content, response: Response) -> Response:
    """The answers to questions that apply: a form has no others."""
    asked = {question.key for question in route(content.questionnaire, response)}
    return response.model_copy(update={"answers": tuple(one for one in response.answers if one.key in asked)})


def assert_asks_the_same(content_name: str, response: Response) -> None:
    """Assert that FHIR asks what the app asks, and more only where it cannot tell why an answer is missing."""
    content = CONTENTS[content_name]
    resource = exported(content, response)
    enabled = Filler(form(content_name), resource).enabled() - former_entries(content, response)
    asked = asked_by_app(content, response, resource)
    for key in enabled - asked:
        assert key.partition("@")[0] in reads_other_entries(form(content_name)) or depends_on_unknown(
            key, content, applying(content, response)
        ), key
    assert {key.partition("@")[0] for key in asked - enabled} <= ONLY_IF_MET
    if resource["status"] == "completed":
        exported_keys = {answer.key for answer in exported_answers(content, applying(content, response))}
        assert exported_keys <= enabled, "a completed response allows no other answers"


# --- the questions ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content_name", CONTENTS)
def test_the_questionnaire_is_valid(content_name: str) -> None:
    assert_questionnaire_valid(form(content_name))


@pytest.mark.parametrize("content_name", CONTENTS)
def test_every_section_and_question_is_exported_in_order_under_its_id(content_name: str) -> None:
    asked = CONTENTS[content_name].questionnaire
    resource = form(content_name)
    sections = [section for section in asked.sections if section.asked not in FOR_THE_FAMILY]
    assert [group["linkId"] for group in resource["item"]] == [section.id for section in sections]
    ours = [item["linkId"] for item in items_of(resource) if "." not in item["linkId"]]
    assert ours == [name for section in sections for name in (section.id, *(item.link_id for item in section.items))]
    assert (resource["url"], resource["version"], resource["language"]) == (
        questionnaire_address(),
        asked.version,
        "en",
    )
    assert resource["status"] == "draft", "no clinician has signed off on the content"


def the_item(link_id: str, content_name: str = "garden") -> Json:
    return next(item for item in items_of(form(content_name)) if item["linkId"] == link_id)


def test_a_question_has_its_wording_reason_and_sources() -> None:
    plants = the_item("plants")
    assert (plants["text"], plants["type"], plants["repeats"]) == ("What grows there?", "choice", True)
    assert extension(plants["_text"], SAY) == "What grows there? You can name more than one."
    assert "_text" not in the_item("soil"), "read aloud as written"
    assert extension(plants, SHORT_TEXT) == "What grows there"
    assert extension(plants, SUPPORT_LINK) == "https://garden.example/book"
    assert [extension(option, EXCLUSIVE) for option in plants["answerOption"]] == [None, None, None, True, True, True]
    assert plants["answerOption"][0]["valueCoding"] == {
        "system": code_system_address(),
        "code": "plants.roses",
        "display": "Roses",
    }
    (why,) = plants["item"]
    assert (why["linkId"], why["text"], why["type"]) == ("plants.why", "We then ask only what fits.", "display")
    assert extension(why, ITEM_CONTROL)["coding"][0]["code"] == "help"


def test_each_type_of_question() -> None:
    assert [the_item(link_id)["type"] for link_id in ("soil", "now", "keeper", "worry")] == [
        "choice",
        "choice",
        "string",
        "text",
    ]
    assert [the_item(link_id).get("maxLength") for link_id in ("soil", "keeper", "worry")] == [None, 120, 20_000]
    assert [extension(the_item(link_id), Own.ORDERED.url) for link_id in ("height", "soil")] == [True, None]
    assert the_item("beds")["item"][0]["text"].startswith("The next questions")


def test_options_have_no_number_that_looks_like_a_score() -> None:
    assert "ordinalValue" not in json.dumps(form("garden"))
    assert "valueDecimal" not in json.dumps(form("garden"))


def test_a_repeating_group_says_where_its_entries_come_from() -> None:
    groups = {name: the_item(name) for name in ("first", "each_plant", "helpers", "garden_day", "care")}
    assert [group.get("repeats") for group in groups.values()] == [None, True, True, True, True]
    sources = [extension(group, Own.ENTRIES_FROM.url) for group in groups.values()]
    assert sources == [None, "plants", None, "helpers", "each_plant"]
    assert extension(groups["helpers"], Own.NAMED_BY.url) == "helper_name"


def test_a_group_has_an_item_for_the_source_of_its_entries() -> None:
    kinds = {item["linkId"]: item["type"] for item in items_of(form("garden")) if item["linkId"].endswith(".entry")}
    assert kinds == {"each_plant.entry": "choice", "garden_day.entry": "string", "care.entry": "open-choice"}
    for name in ("each_plant", "care"):
        item = the_item(f"{name}.entry")
        assert item["answerOption"] == the_item("plants")["answerOption"][:3], (
            "what grows there, without the option for nothing"
        )
    assert the_item("each_plant.entry")["text"] == "Plant"


def test_a_condition_on_the_same_entry_of_another_group_is_in_an_extension() -> None:
    """FHIR would compare all entries, and so hide a question about one because of another."""
    brings, wash = the_item("day_brings"), the_item("wash")
    assert "enableWhen" not in brings
    (condition,) = [extra["extension"] for extra in brings["extension"] if extra["url"] == SAME_ENTRY]
    assert condition == [
        {"url": "question", "valueString": "helper_days"},
        {"url": "operator", "valueCode": "="},
        {"url": "answer", "valueCode": "weekdays"},
        {"url": "answer", "valueCode": "sundays"},
    ]
    assert "enableWhen" not in wash, "any of two: with only one of them FHIR would ask too rarely"
    assert [extra["url"] for extra in wash["extension"]].count(SAME_ENTRY) == 1


@pytest.mark.parametrize(
    ("link_id", "expected"),
    [
        ("spots", ("any", "plants = roses, plants ?")),
        ("watering", ("any", "plants = roses, plants = beans, plants ?")),
        ("keeper_days", (None, "keeper exists True")),
        ("shade", ("any", "plants = tree, plants ?, height = head, height = roof, height ?")),
        ("not_green", ("any", "leaves = pale, leaves = curled, leaves ?")),
        ("low", ("any", "height = ankle, height = knee, height ?")),
        ("top", ("any", "height = roof, height ?")),
        ("never", ("any", "height ?")),
        ("no_roses", ("all", "plants != roses, plants != bare")),
        ("no_keeper", (None, "keeper exists False")),
        ("remedy", ("all", "age != new, age != young, pests = lice")),
        ("plant_ills", ("any", "plant_age = some, plant_age = old, plant_age ?")),
        ("plant_name", (None, "each_plant.entry exists False")),
        ("day_who", (None, "garden_day.entry exists False")),
    ],
)
def test_a_condition_is_written_out_in_codes(link_id: str, expected: tuple[str | None, str]) -> None:
    item = the_item(link_id)
    clauses = [
        f"{clause['question']} {clause['operator']} "
        f"{clause.get('answerBoolean', bare(clause.get('answerCoding', {}).get('code', '')))}"
        for clause in item["enableWhen"]
    ]
    read = dict.fromkeys(clause["question"] for clause in item["enableWhen"])
    text = ", ".join(clauses)
    for question in read:
        unknown = f"{question} = asked-unknown, {question} = asked-declined, {question} exists False"
        text = text.replace(unknown, f"{question} ?")
    assert (item.get("enableBehavior"), text) == expected


@pytest.mark.parametrize(
    "conditions",
    [
        (when("plants", ("roses", "beans")), when("soil", "dry")),
        (when("plants", "roses"), when("plants", ("tree", "beans"))),
    ],
)
def test_a_condition_that_fhir_cannot_express_is_rejected_by_name(conditions: tuple[Condition, ...]) -> None:
    impossible = question("riddle", ItemType.LINE, enable_when=conditions)
    with pytest.raises(ValueError, match="'riddle'"):
        questionnaire(garden(Section(id="riddles", title="Riddles", items=(impossible,))))


def named(*conditions: Condition) -> Content:
    """A section whose entries follow from another question, with these conditions on the question for their name."""
    item = question("riddle", ItemType.LINE, enable_when=conditions)
    return garden(Section(id="riddles", title="Riddles", repeats=repeats("riddle", each="plants"), items=(item,)))


def test_a_name_may_depend_on_other_answers_too() -> None:
    items = items_of(questionnaire(named(when("soil", "dry"))))
    riddle = next(item for item in items if item["linkId"] == "riddle")
    assert [clause["question"] for clause in riddle["enableWhen"]] == ["riddles.entry", "soil"]
    assert riddle["enableBehavior"] == "all"
    with pytest.raises(ValueError, match="'riddle'"):
        questionnaire(named(when("plants", ("roses", "beans"))))


def test_all_text_is_in_the_language_of_the_content() -> None:
    resource = questionnaire(load("qps", folder=LIBRARY), Translator("qps"))
    read = [item["text"] for item in items_of(resource)]
    read += [option["valueCoding"]["display"] for item in items_of(resource) for option in item.get("answerOption", [])]
    read += [label for item in items_of(resource) if (label := extension(item, SHORT_TEXT))]
    read += [extension(item["_text"], SAY) for item in items_of(resource) if "_text" in item]
    for text in (*read, resource["description"]):
        assert text.startswith("⟦"), text
    assert resource["language"] == "qps"


# --- the answers -----------------------------------------------------------------------------------------------------


def assert_exported_well(content_name: str, response: Response) -> None:
    assert_response_valid(exported(CONTENTS[content_name], response), form(content_name))
    assert_nothing_lost(CONTENTS[content_name], response)
    assert_asks_the_same(content_name, response)


def test_every_case_of_the_garden_is_valid_and_lossless_and_asks_the_same_questions() -> None:
    for response in GARDEN_CASES:
        assert_exported_well("garden", response)


@pytest.mark.parametrize("name", often(REAL_CASES))
def test_every_case_is_valid_and_lossless_and_asks_the_same_questions(name: str) -> None:
    assert_exported_well("real", REAL_CASES[name])


@pytest.mark.parametrize("content_name", CONTENTS)
@given(data=st.data())
@FEWER
def test_any_answers_are_valid_and_lossless(content_name: str, data: st.DataObject) -> None:
    response = data.draw(responses(content_name))
    assert_response_valid(exported(CONTENTS[content_name], response), form(content_name))
    assert_nothing_lost(CONTENTS[content_name], response)


@pytest.mark.parametrize("content_name", CONTENTS)
@given(data=st.data())
@FEWER
def test_app_and_fhir_ask_the_same_unless_something_is_unknown(content_name: str, data: st.DataObject) -> None:
    assert_asks_the_same(content_name, data.draw(responses(content_name)))


@pytest.mark.parametrize("content_name", CONTENTS)
@given(data=st.data())
@FEW
def test_app_and_fhir_ask_the_same_if_everything_is_known(content_name: str, data: st.DataObject) -> None:
    content, response = CONTENTS[content_name], data.draw(full_responses(content_name))
    resource = exported(content, response)
    enabled, asked = Filler(form(content_name), resource).enabled(), asked_by_app(content, response, resource)
    assert asked <= enabled
    assert all(
        key.partition("@")[0] in reads_other_entries(form(content_name)) or depends_on_unknown(key, content, response)
        for key in enabled - asked
    )
    assert set(response.by_key) == {question.key for question in route(content.questionnaire, response)}
    assert resource["status"] == "completed"


def group_of(resource: Json, link_id: str, entry: str | None = None) -> Json:
    groups: list[Json] = [item for item in resource["item"] if item["linkId"] == link_id]
    (group,) = [candidate for candidate in groups if extension(candidate, ENTRY) == entry]
    return group


def item_of(group: Json, link_id: str) -> Json:
    return next(item for item in group["item"] if item["linkId"] == link_id)


def test_the_reason_for_a_missing_answer_is_an_answer_that_forms_keep() -> None:
    """A typed question has it in the item beside it; a question that was skipped has no answer."""
    reasons = {"soil": Absent.UNKNOWN, "height": Absent.DECLINED, "worry": Absent.UNKNOWN, "keeper": Absent.NOT_ASKED}
    absences = tuple(Answer(link_id=link_id, absent=absent, basis=Basis.GUESS) for link_id, absent in reasons.items())
    resource = exported(GARDEN, Response(content_version="garden.1", answers=absences))
    items = {item["linkId"]: item for item in items_of(resource)}
    unknown = {"system": ABSENT_REASONS, "code": "asked-unknown", "display": "I do not know"}
    assert items["soil"]["answer"] == [{"valueCoding": unknown}]
    assert items["height"]["answer"][0]["valueCoding"]["code"] == "asked-declined"
    assert "answer" not in items["worry"]
    assert extension(items["worry"], ABSENT) == "asked-unknown"
    assert items["worry.absent"]["answer"] == [{"valueCoding": unknown}]
    assert extension(items["keeper"], ABSENT) == "not-asked"
    assert "answer" not in items["keeper"]
    assert all(coded(*items[f"{link_id}.basis"]["answer"]) == "guess" for link_id in reasons)


def test_every_question_offers_the_two_reasons_alone() -> None:
    for name in ("soil", "plants", "worry.absent"):
        *_, unknown, declined = the_item(name)["answerOption"]
        codes = [option["valueCoding"]["code"] for option in (unknown, declined)]
        assert codes == ["asked-unknown", "asked-declined"]
        assert extension(unknown, EXCLUSIVE)
        assert extension(declined, EXCLUSIVE)


def test_a_yes_without_details_is_not_known_and_says_that_it_is_a_yes() -> None:
    response = Response(content_version="any", answers=(Answer(link_id="violence", absent=Absent.UNNAMED),))
    (item,) = [item for item in items_of(exported(REAL, response)) if item["linkId"] == "violence"]
    assert [coded(value) for value in item["answer"]] == ["asked-unknown"], "a code that FHIR has"
    assert extension(item, Own.UNNAMED.url) is True


def test_basis_and_date_are_beside_the_question() -> None:
    answer = Answer(link_id="plants", value=("tree", "beans"), basis=Basis.TOLD, as_of="2026-11")
    resource = exported(GARDEN, Response(content_version="garden.1", answers=(answer,)))
    group = group_of(resource, "beds")
    assert beside(group, "plants") == {"basis": "was-told", "as-of": "2026-11"}
    assert list(map(coded, item_of(group, "plants")["answer"])) == ["tree", "beans"], "as given"


def test_each_entry_is_a_group_with_its_id() -> None:
    resource = exported(GARDEN, BUSY)
    groups = [(group["linkId"], extension(group, ENTRY)) for group in resource["item"] if extension(group, ENTRY)]
    assert groups == [
        *(("each_plant", entry) for entry in ("roses", "beans", "tree", "n1")),
        *(("helpers", entry) for entry in ("n2", "n3")),
        *(("garden_day", entry) for entry in ("n2", "n4")),
        *(("care", entry) for entry in ("roses", "tree", "n1", "n5")),
    ]


@pytest.mark.parametrize(
    ("group", "entry", "name"),
    [
        ("each_plant", "roses", "Roses"),
        ("care", "tree", "A tree"),
        ("care", "n1", "Mint"),
        ("garden_day", "n2", "Barbara"),
        ("each_plant", "n1", None),
        ("helpers", "n2", None),
        ("garden_day", "n4", None),
        ("care", "n5", None),
    ],
)
def test_a_group_names_its_entry_unless_its_own_answers_do(group: str, entry: str, name: str | None) -> None:
    (first, *_) = group_of(exported(GARDEN, BUSY), group, entry)["item"]
    assert (first["linkId"] == f"{group}.entry") is (name is not None)
    if name is not None:
        (answer,) = first["answer"]
        assert answer.get("valueString", answer.get("valueCoding", {}).get("display")) == name


def test_a_left_out_name_is_nowhere() -> None:
    nameless = without(BUSY, GARDEN, [Personal.NAME])
    assert "Barbara" in json.dumps(exported(GARDEN, BUSY))
    assert "Barbara" not in json.dumps(exported(GARDEN, nameless))
    day = group_of(exported(GARDEN, nameless), "garden_day", "n2")
    assert day["item"][0]["answer"] == [{"valueString": "Helper 1"}]


def test_answers_to_former_entries_and_questions_are_only_in_an_extension() -> None:
    """As answers of items that are not enabled they would not be valid."""
    codes: Shorthand = {"plants": ("beans",), "spots": "yes", "plant_age@tree": "old", "plant_age@beans": "new"}
    resource = exported(GARDEN, response_of(codes, GARDEN))
    former = [extra["extension"] for extra in resource["extension"] if extra["url"] == FORMER]
    assert [{part["url"]: coded(part) for part in parts} for parts in former] == [
        {"question": "spots", "answer": "yes"},
        {"question": "plant_age", "entry": "tree", "answer": "old"},
    ]
    assert "spots" not in [item["linkId"] for item in items_of(resource)]
    ages = [extension(group, ENTRY) for group in resource["item"] if group["linkId"] == "each_plant"]
    assert ages == ["beans"]


def _is_open(asked: Asked, response: Response) -> bool:
    return not asked.entry and asked.key not in response.by_key


def filled_in(codes: Shorthand) -> Response:
    """These answers, and one to each other applicable question outside repeating sections."""
    response = response_of(codes, GARDEN)
    while item := next(
        (asked.item for asked in route(GARDEN.questionnaire, response) if _is_open(asked, response)), None
    ):
        code = item.options[-1].code if item.options else "x"
        value = (code,) if item.type is ItemType.CHOICES else code
        response = response.with_answer(Answer(link_id=item.link_id, value=value))
    return response


@pytest.mark.parametrize(
    ("codes", "extra", "status"),
    [
        pytest.param({}, {}, "completed", id="all answered"),
        pytest.param({"worry": "?", "your_name": "-"}, {}, "completed", id="a reason is an answer"),
        pytest.param({"plants": ("roses",)}, {}, "completed", id="the full intake was not started"),
        pytest.param(
            {"plants": ("roses",)}, {"plant_age@roses": "old"}, "in-progress", id="the full intake was started"
        ),
        pytest.param(
            {"plants": ("bare",)}, {"spots": "yes"}, "completed", id="an answer to a hidden question is in no item"
        ),
        pytest.param(
            {"plants": ("bare",)}, {"plant_age@roses": "new"}, "completed", id="nor is one about a former entry"
        ),
        pytest.param({"plants": "?"}, {}, "in-progress", id="an answer that depends on an unknown one"),
    ],
)
def test_it_is_completed_if_nothing_that_applies_is_open(codes: Shorthand, extra: Shorthand, status: str) -> None:
    response = filled_in(codes)
    for answer in response_of(extra, GARDEN).answers:
        response = response.with_answer(answer)
    assert exported(GARDEN, response)["status"] == status


def test_it_is_in_progress_while_a_question_is_open() -> None:
    assert exported(GARDEN, Response(content_version="garden.1"))["status"] == "in-progress"
    blank = tuple(Answer(link_id=link_id, absent=Absent.NOT_ASKED) for link_id in CONTENT.questionnaire.items)
    assert exported(GARDEN, Response(content_version="garden.1", answers=blank))["status"] == "in-progress"


def test_an_older_version_and_another_language_are_recorded() -> None:
    older = Response(content_version="garden.0", language="fr", answers=(Answer(link_id="soil", value="dry"),))
    resource = exported(GARDEN, older)
    assert (resource["questionnaire"], resource["language"]) == (f"{questionnaire_address()}|garden.1", "fr")
    assert extension(resource, Own.ANSWERED_VERSION.url) == "garden.0"
    assert extension(exported(GARDEN, BUSY), Own.ANSWERED_VERSION.url) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\tb\nc\r\n  d ", "a\tb\nc\r\n  d "),
        ("bell \x07, zero \x00", "bell \ufffd, zero \ufffd"),
        ("half \ud83d", "half \ufffd"),
        ("\u2028\u00a0é 🌹 ʼn", "\u2028\u00a0é 🌹 ʼn"),
    ],
)
def test_text_is_kept_verbatim_except_for_invalid_characters(typed: str, kept: str) -> None:
    response = Response(content_version="garden.1", answers=(Answer(link_id="worry", value=typed),))
    data = json.loads(bundle(GARDEN, response, MADE_ON))
    assert item_of(data["entry"][1]["resource"]["item"][0], "worry")["answer"] == [{"valueString": kept}]


def test_between_two_repeating_groups_fhir_asks_more_than_the_app() -> None:
    """The one thing about entries that FHIR cannot express. It hides no question that the app asks."""
    codes: Shorthand = {"helper_days@n1": "sundays", "helper_days@n2": "never", "day_brings@n1": ("cake",)}
    response = response_of(codes, GARDEN)
    resource = exported(GARDEN, response)
    shown = {"linkId": "garden_day.entry", "answer": [{"valueString": "Helper 2"}]}
    resource["item"].append(
        {"linkId": "garden_day", "extension": [{"url": ENTRY, "valueString": "n2"}], "item": [shown]}
    )
    enabled = Filler(form("garden"), resource).enabled()
    asked = {question.key for question in route(GARDEN.questionnaire, response)}
    assert {"day_brings@n1", "day_brings@n2"} <= enabled
    assert "day_brings@n1" in asked
    assert "day_brings@n2" not in asked


# --- both in one file ------------------------------------------------------------------------------------------------


def test_the_bundle_has_questions_and_answers_and_names_no_one() -> None:
    data = bundle(GARDEN, BUSY, MADE_ON)
    Bundle.model_validate_json(data)
    resources = json.loads(data)
    assert (resources["type"], resources["timestamp"]) == ("collection", "2026-11-22T08:05:00-05:00")
    asked, answered, codes = (entry["resource"] for entry in resources["entry"])
    assert asked == form("garden")
    PublishedCodeSystem.model_validate(codes)
    assert answered == exported(GARDEN, BUSY)
    assert answered["authored"] == "2026-11-22T08:05:00-05:00"
    assert set(answered) <= {
        *("resourceType", "meta", "language", "identifier", "questionnaire", "status", "authored", "item"),
        *("subject", "source"),
    }
    assert answered["subject"] == {"type": "Patient", "display": "The person the family is worried about"}
    assert answered["source"] == {"type": "RelatedPerson", "display": "The person who answered"}
    for resource in (resources, answered):
        assert [label["code"] for label in resource["meta"]["security"]] == ["R"]


def test_the_urls_of_resources_follow_from_their_content() -> None:
    def names(response: Response) -> list[str]:
        return [entry["fullUrl"] for entry in json.loads(bundle(GARDEN, response, MADE_ON))["entry"]]

    busy, largest = names(BUSY), names(answers(**LARGEST))
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", name) for name in busy)
    assert busy == names(BUSY)
    assert busy[0] == largest[0]
    assert busy[2] == largest[2]
    assert len({*busy, *largest}) == 4


# --- who publishes it, and under which address -----------------------------------------------------------------------


def addresses_in(element: object) -> set[str]:
    """Every address of ours in a resource, without what follows a bar."""
    if isinstance(element, dict):
        return set().union(*map(addresses_in, element.values()))
    if isinstance(element, list):
        return set().union(*map(addresses_in, element))
    if not isinstance(element, str) or " " in element or not re.match("https?:|urn:", element):
        return set()
    return {element.partition("|")[0]}


STANDARD = ("http://hl7.org/fhir/", "http://terminology.hl7.org/", "https://garden.example/", "urn:ietf:rfc:3986")


def test_no_address_is_in_a_domain_that_is_not_ours() -> None:
    used = addresses_in(json.loads(bundle(GARDEN, BUSY, MADE_ON)))
    ours = {address for address in used if not address.startswith(STANDARD)}
    assert {questionnaire_address(), code_system_address(), ENTRY, SAY, SAME_ENTRY} <= ours
    assert all(re.fullmatch("urn:uuid:[0-9a-f-]{36}", address) for address in ours), ours
    kept_by_receivers = "urn:uuid:91df0f13-7302-5009-ae1b-4e1d21647007"
    assert questionnaire_address() == kept_by_receivers, "it never changes"


def test_an_agency_can_have_addresses_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEXT_STEP_FHIR_ADDRESS", "https://agency.example/fhir/")
    site.cache_clear()
    try:
        assert questionnaire_address() == "https://agency.example/fhir/Questionnaire/intake"
        assert Own.ENTRY.url == "https://agency.example/fhir/StructureDefinition/entry"
        assert questionnaire(GARDEN)["url"] == questionnaire_address()
    finally:
        monkeypatch.undo()
        site.cache_clear()


def test_form_and_codes_say_who_published_them_when_and_how_versions_are_compared() -> None:
    for resource in (form("real"), code_system(REAL, Translator("en"))):
        assert resource["publisher"] == "Next Step"
        year, month, _ = resource["version"].split(".")
        assert resource["date"] == f"{year}-{int(month):02}"
        assert extension(resource, VERSION_ALGORITHM)["code"] == "semver"
    assert "date" not in form("garden"), "a version that names no month"


def test_every_code_in_form_and_answers_is_in_the_one_code_system() -> None:
    def codes(concepts: list[Json]) -> Iterator[tuple[str, str]]:
        for concept in concepts:
            yield concept["code"], concept["display"]
            yield from codes(concept.get("concept", []))

    for name, response in (("garden", BUSY), *(("real", case) for case in list(REAL_CASES.values())[:5])):
        content = CONTENTS[name]
        listed = list(codes(code_system(content, Translator("en"))["concept"]))
        assert len({code for code, _ in listed}) == len(listed)
        used = [
            answer["valueCoding"]
            for resource in (form(name), exported(content, response))
            for item in items_of(resource)
            for answer in (*item.get("answer", []), *item.get("answerOption", []))
            if "valueCoding" in answer
        ]
        own = [one for one in used if one["system"] == code_system_address()]
        assert {one["system"] for one in used} == {code_system_address(), ABSENT_REASONS}
        assert {(one["code"], one["display"]) for one in own} <= {*listed}


def test_a_form_does_not_speak_of_our_screens() -> None:
    """Another program has no button at the top."""
    words = re.compile(r"\b(buttons?|taps?|clicks?|screens?|this (site|tab|page)|below)\b", re.IGNORECASE)
    texts = [item.get("text", "") for item in items_of(form("real"))]
    texts += [extension(item["_text"], SAY) for item in items_of(form("real")) if "_text" in item]
    assert [text for text in texts if words.search(text)] == []
    assert "You can skip questions." in texts


# --- on the command line ---------------------------------------------------------------------------------------------


@pytest.fixture
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with an answer to every question of the library."""
    monkeypatch.setenv("NEXT_STEP_CONTENT", str(LIBRARY))
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(document_of(answers(**LARGEST))), "utf-8")
    return path


def test_summary_as_fhir(large: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out.json"
    assert main(["summary", str(large), "--format", "fhir", "--out", str(out)]) == 0
    assert capsys.readouterr() == ("", "")
    resources = json.loads(out.read_bytes())
    Bundle.model_validate(resources)
    types = {item.link_id: item.type for item in CONTENT.questionnaire.items.values()}
    assert read_back(resources["entry"][1]["resource"], types).by_key == answers(**LARGEST).by_key
    written = dt.datetime.fromisoformat(resources["timestamp"])
    assert abs(dt.datetime.now(tz=dt.UTC) - written) < dt.timedelta(minutes=5)


def test_summary_as_fhir_in_another_language(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summary", str(large), "--format", "fhir", "--language", "qps"]) == 0
    asked, answered, _ = (entry["resource"] for entry in json.loads(capsys.readouterr().out)["entry"])
    assert asked["description"].startswith("⟦")
    assert answered["item"][0]["text"] == "⟦Tróúblé ríght ñów⟧"
    assert item_of(answered["item"][0], "now")["answer"][0]["valueCoding"]["code"] == "now.bees"


def test_invalid_answers_give_an_error_and_no_fhir(large: Path, capsys: pytest.CaptureFixture[str]) -> None:
    large.write_text('{"answers": {"soil": "Zelda"}}', "utf-8")
    assert main(["summary", str(large), "--format", "fhir"]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err == f"{large}: answer 'soil' has an unknown code; the options are dry, damp\n"
