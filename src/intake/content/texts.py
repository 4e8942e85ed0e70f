"""Find every text that people read in a piece of content, to translate it or check its wording."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from intake.domain.base import Frozen, Translatable
from intake.i18n import Translator

_NAMES = {
    "Item": "question",
    "Section": "section",
    "Rule": "rule",
    "Action": "action",
    "Pathway": "pathway",
    "Flag": "flag",
    "Indicator": "indicator",
    "Band": "band",
    "Request": "request",
    "Helpline": "helpline",
    "Purpose": "purpose",
    "Part": "part",
    "RiskPart": "part",
    "Notice": "notice",
    "InformantNames": "summary",
    "Timeline": "timeline",
    "Phrase": "phrase",
    "ShortLabel": "short_label",
    "ConsentPart": "consent_part",
    "Migration": "migration",
    "Article": "article",
    "Topic": "topic",
    "Term": "term",
    "Story": "story",
    "Skill": "skill",
    "Scene": "scene",
    "Listener": "listener",
    "SayLine": "say",
    "TheyAsk": "they_ask",
    "YouAsk": "you_ask",
    "DangerWords": "desk_danger",
    "RefusalWords": "desk_refused",
    "SearchWords": "desk_find",
    "Part2Notice": "desk_part_2",
    "Outcome": "desk_outcome",
    "CardLabel": "desk_card",
    "KindWords": "desk_kind",
    "SafetySheet": "safety_sheet",
    "SheetBlock": "safety_sheet",
}
_KEYS = ("link_id", "code", "id", "level", "tier", "version", "question", "action")


Model = TypeVar("Model", bound=Frozen)


class ContextText(NamedTuple):
    """A text and the context under which it is translated, such as `question.fear.text`."""

    context: str
    text: str


@lru_cache(maxsize=64)
def _text_fields(model: type[Frozen]) -> frozenset[str]:
    """Names of the fields marked as translatable, including optional ones."""

    def marked(annotation: Any) -> bool:
        if any(isinstance(mark, Translatable) for mark in getattr(annotation, "__metadata__", ())):
            return True
        return any(marked(inner) for inner in typing.get_args(annotation))

    hints = typing.get_type_hints(model, include_extras=True)
    return frozenset(name for name in model.model_fields if marked(hints[name]))


def _children(part: Frozen) -> Iterator[tuple[str, Frozen | tuple[Frozen, ...]]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, Frozen) or (
            isinstance(value, tuple) and value and all(isinstance(one, Frozen) for one in value)
        ):
            yield name, value


def _context(part: Frozen, parent: str) -> str:
    key = next((str(getattr(part, name)) for name in _KEYS if name in type(part).model_fields), "")
    kind = _NAMES.get(type(part).__name__)
    if kind:
        return f"{kind}.{key}" if key else kind
    return f"{parent}.{key}" if key else parent


def texts(part: Frozen, parent: str = "") -> Iterator[ContextText]:
    """Every text that people read in `part` and below, with its context, in file order."""
    context = _context(part, parent)
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in _text_fields(type(part)) and value is not None:
            yield ContextText(f"{context}.{name}", value)
    for _, value in _children(part):
        for child in value if isinstance(value, tuple) else (value,):
            yield from texts(child, context)


def translated(part: Model, words: Translator, parent: str = "") -> Model:
    """A copy of `part` in the language of the translator."""
    context = _context(part, parent)
    changes: dict[str, Any] = {
        name: words.text(f"{context}.{name}", getattr(part, name))
        for name in _text_fields(type(part))
        if getattr(part, name) is not None
    }
    for name, value in _children(part):
        if isinstance(value, tuple):
            changes[name] = tuple(translated(child, words, context) for child in value)
        else:
            changes[name] = translated(value, words, context)
    # Not model_copy: it would also copy the cached lookups, which contain the English texts.
    return type(part).model_validate({name: getattr(part, name) for name in type(part).model_fields} | changes)
