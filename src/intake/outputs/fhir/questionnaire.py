"""The questions as a FHIR Questionnaire."""

from __future__ import annotations

from intake.domain.answers_json import LONGEST_LINE, LONGEST_TEXT
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Item, ItemType, Questionnaire, Section
from intake.domain.response import Basis
from intake.i18n import SOURCE, Translator
from intake.outputs.fhir.addresses import (
    EXCLUSIVE,
    ITEM_CONTROL,
    ITEM_CONTROLS,
    SHORT_TEXT,
    SUPPORT_LINK,
    Own,
    questionnaire_address,
)
from intake.outputs.fhir.codes import basis, coding, is_exported, publication, reason_options
from intake.outputs.fhir.conditions import conditions_elsewhere, enabling, entry_id, exists, same_entry
from intake.outputs.fhir.labels import Json, filled

TYPES = {ItemType.CHOICE: "choice", ItemType.CHOICES: "choice", ItemType.TEXT: "text", ItemType.LINE: "string"}
LONGEST = {ItemType.TEXT: LONGEST_TEXT, ItemType.LINE: LONGEST_LINE}
MOST_RADIO_BUTTONS = 12
"""Options, with the two reasons for no answer. A longer list drops down."""


def questionnaire(content: Content, words: Translator | None = None) -> Json:
    """The Questionnaire resource with every section and question.

    Raises ValueError for an enable_when that FHIR cannot express.
    """
    translator = words or Translator(SOURCE)
    return {
        "resourceType": "Questionnaire",
        **publication(content, questionnaire_address()),
        "name": "NextStepIntake",
        "title": "Next Step",
        "subjectType": ["Patient"],
        "description": translator.ui("Family-reported, not verified, not a diagnosis."),
        "item": [
            _group(section, content, translator) for section in content.questionnaire.sections if is_exported(section)
        ],
    }


def source_of(section: Section, questionnaire: Questionnaire) -> Item | None:
    """The question whose options are the entries of a section, directly or through another section."""
    each = section.repeats.each if section.repeats else None
    if each is None:
        return None
    if each in questionnaire.section:
        return source_of(questionnaire.section[each], questionnaire)
    return questionnaire.items[each]


def _group(section: Section, content: Content, words: Translator) -> Json:
    intro = section.intro if section.form_intro is None else section.form_intro
    return filled(
        {
            **_repeating(section),
            "linkId": section.id,
            "text": section.title,
            "type": "group",
            "item": [
                *([_display_item(f"{section.id}.intro", intro)] if intro else []),
                *_entry_items(section, content.questionnaire),
                *(element for item in section.items for element in _question(item, content, words)),
            ],
        }
    )


def _repeating(section: Section) -> Json:
    if section.repeats is None:
        return {}
    extensions = ((Own.ENTRIES_FROM, section.repeats.each), (Own.NAMED_BY, section.repeats.named_by))
    return {
        "extension": [{"url": own.url, "valueString": link_id} for own, link_id in extensions if link_id],
        "repeats": True,
    }


def _display_item(link_id: str, text: str) -> Json:
    return {"linkId": link_id, "text": text, "type": "display"}


def _entry_items(section: Section, questionnaire: Questionnaire) -> list[Json]:
    """The item that tells any reader what a group is about if its entries follow from elsewhere; else nothing.

    An entry is then an option that was picked, or something that was added and named in another section.
    """
    if section.repeats is None or section.repeats.each is None:
        return []
    source, from_section = source_of(section, questionnaire), section.repeats.each in questionnaire.section
    options = [option for option in source.options if not option.exclusive] if source else []
    item = {
        "linkId": entry_id(section),
        "text": section.repeats.one,
        "type": ("open-choice" if source else "string") if from_section else "choice",
        "answerOption": [{"valueCoding": coding(source, option)} for option in options] if source else [],
    }
    return [filled(item)]


def _question(item: Item, content: Content, words: Translator) -> list[Json]:
    """A question, and beside it the items for why there is no answer, how the person knows, and as of when."""
    urls = (content.source[source].url for source in item.sources)
    question = filled(
        {
            "extension": [
                {"url": SHORT_TEXT, "valueString": item.label},
                *_controls(item),
                *({"url": SUPPORT_LINK, "valueUri": url} for url in urls if url),
                *([{"url": Own.ORDERED.url, "valueBoolean": True}] if item.ordered else []),
                *map(same_entry, conditions_elsewhere(item, content.questionnaire)),
            ],
            "linkId": item.link_id,
            "text": item.text,
            "_text": {"extension": [{"url": Own.SAY.url, "valueString": item.say}]} if item.say != item.text else None,
            "type": TYPES[item.type],
            **enabling(item, content.questionnaire),
            "repeats": item.type is ItemType.CHOICES,
            "maxLength": LONGEST.get(item.type),
            "answerOption": [*_options(item), *reason_options(words)] if item.options else [],
            "item": [_why(item)],
        }
    )
    return [question, *_beside(item, words)]


def _beside(item: Item, words: Translator) -> list[Json]:
    """The items beside a question. Below its answer, LHC-Forms would refuse the whole response."""
    answered = [exists(item.link_id, expected=True)]
    absent: list[Json] = []
    if item.type in TYPED:
        absent = [
            {
                **_choice(f"{item.link_id}.absent", words.ui("If there is no answer: why"), reason_options(words)),
                "enableWhen": [exists(item.link_id, expected=False)],
            }
        ]
        answered.append(exists(f"{item.link_id}.absent", expected=True))
    enabled: Json = {"enableWhen": answered, **({"enableBehavior": "any"} if len(answered) > 1 else {})}
    known = [{"valueCoding": basis(one, words)} for one in Basis]
    return [
        *absent,
        {**_choice(f"{item.link_id}.basis", words.ui("How do you know?"), known), **enabled},
        {
            "linkId": f"{item.link_id}.as-of",
            "text": words.ui("As of when (year, month, or day)"),
            "type": "string",
            **enabled,
        },
    ]


def _choice(link_id: str, text: str, options: list[Json]) -> Json:
    return {
        "extension": [_control("radio-button")],
        "linkId": link_id,
        "text": text,
        "type": "choice",
        "answerOption": options,
    }


def _controls(item: Item) -> list[Json]:
    """How a form shows the options: an unknown answer must be as easy to choose as any."""
    if item.type is ItemType.CHOICES:
        return [_control("check-box")]
    if item.type is ItemType.CHOICE:
        return [_control("radio-button" if len(item.options) <= MOST_RADIO_BUTTONS else "drop-down")]
    return []


def _control(code: str) -> Json:
    return {"url": ITEM_CONTROL, "valueCodeableConcept": {"coding": [{"system": ITEM_CONTROLS, "code": code}]}}


def _why(item: Item) -> Json:
    return {"extension": [_control("help")], **_display_item(f"{item.link_id}.why", item.why)}


def _options(item: Item) -> list[Json]:
    exclusive = {"extension": [{"url": EXCLUSIVE, "valueBoolean": True}]}
    return [{**(exclusive if option.exclusive else {}), "valueCoding": coding(item, option)} for option in item.options]
