"""What an entry of a repeating section is called, on screens and in every output."""

from __future__ import annotations

from intake.domain.content import Content
from intake.domain.questionnaire import ADDED, TYPED, Section, key_of
from intake.domain.response import Response
from intake.domain.routing import entries


def name_of_entry(content: Content, section: Section, entry: str, response: Response) -> str:
    """The name of an entry: its option's text, the name the family gave it, or a number such as "Person 2"."""
    repeats, items = section.repeats, content.questionnaire.items
    assert repeats is not None, f"{section.id} does not repeat"
    if repeats.each in items and entry in items[repeats.each].by_code:
        return items[repeats.each].by_code[entry].text
    if repeats.each in content.questionnaire.section:
        source = content.questionnaire.section[repeats.each]
        if entry in entries(content.questionnaire, source, response):
            return name_of_entry(content, source, entry, response)
    item, answer = items[repeats.named_by], response.by_key.get(key_of(repeats.named_by, entry))
    if answer is not None and "".join(answer.codes).strip():
        return answer.codes[0] if item.type in TYPED else item.by_code[answer.codes[0]].text
    added = [code for code in entries(content.questionnaire, section, response) if ADDED.fullmatch(code)]
    return f"{repeats.one} {added.index(entry) + 1}" if entry in added else repeats.one
