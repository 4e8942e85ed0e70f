"""The informants of a case in words, and who told what."""

from __future__ import annotations

from collections.abc import Mapping

from intake.domain.case import Informant, JoinedResponse
from intake.domain.content import Content
from intake.domain.response import Answer, Response
from intake.i18n import Translator


def informant_names(content: Content, response: Response, words: Translator) -> Mapping[str, str]:
    """What to call each informant, by id; empty unless there are several. Equal names get a number."""
    if not isinstance(response, JoinedResponse) or len(response.informants) == 1:
        return {}
    names: dict[str, str] = {}
    for number, informant in enumerate(sorted(response.informants, key=lambda one: one.id), start=1):
        name = informant_name(content, informant, named=response.named) or words.ui("Person {number}", number=number)
        name = f"{name} ({number})" if name in names.values() else name
        names[informant.id] = words.ui("{name} (in confidence)", name=name) if informant.confidential else name
    return names


def informant_name(content: Content, informant: Informant, *, named: bool = True) -> str:
    """The name of an informant, or else their relationship; "" if neither is known. Without `named`, no name."""
    layout, answers = content.layout.informant, informant.response.by_key
    if layout is None or (informant.name and named):
        return informant.name if named else ""
    name, relation = answers.get(layout.name), answers.get(layout.relation)
    if named and name is not None and name.given:
        return name.codes[0]
    codes = (informant.relation, *(relation.codes if relation is not None else ()))
    return next((word.text for word in layout.words if word.code in codes), "")


def told_by_each(
    content: Content, response: Response, words: Translator
) -> Mapping[str, tuple[tuple[str, Answer], ...]]:
    """Who told what, by key: names and answers; empty if one person answers alone."""
    if not isinstance(response, JoinedResponse):
        return {}
    names = informant_names(content, response, words)
    return {
        key: tuple((names[one.informant.id], one.answer) for one in said)
        for key, said in response.said.items()
        if names
    }
