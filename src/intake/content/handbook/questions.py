"""Chapters of the handbook on the questions: their order, then each one as it is asked."""

from __future__ import annotations

from collections.abc import Iterator

from intake.content.handbook.words import condition_words, subjects
from intake.domain.base import Personal
from intake.domain.content import Content
from intake.domain.questionnaire import Condition, Item, ItemType, Operator, Option, Section

LONGEST_LIST = 12
_ASKED = {
    "gate": "Asked before anything else, and reachable from every page.",
    "first": "Asked right after the question about danger.",
    "check": "Asked in the check.",
    "summary": "Asked on the summary page.",
    "full": "Asked in the full intake.",
    "plan": "Asked in the plan.",
    "choose": "Asked when a family compares professionals. Not included in summaries.",
    "self": "Asked on the page for the family member. Not included in summaries or files.",
}
_LEFT_OUT = {
    Personal.NAME: "left out of files without names",
    Personal.CONTACT: "left out of files without contact details",
    Personal.NOTES: "left out of files without notes",
    Personal.PROFESSIONALS: "left out of files without notes on professionals",
    Personal.OWN: "left out of files unless the family wants it in",
}
_ITEM_TYPES = {
    ItemType.CHOICE: "one choice",
    ItemType.CHOICES: "any number of choices",
    ItemType.TEXT: "free text",
    ItemType.LINE: "one line of text",
}


def order_of_questions(content: Content) -> Iterator[str]:
    """A chart of the sections, of what their questions depend on, and of where danger is found."""
    sections = content.questionnaire.sections
    yield from ("## Order of questions", "", "```mermaid", "flowchart TD", f"  start[Start] --> {sections[0].id}")
    for section, next_section in zip(sections, [*sections[1:], None], strict=True):
        questions = ", ".join(item.link_id for item in section.items)
        yield f'  {section.id}["{section.title}: {questions}"]'
        yield f"  {section.id} --> {next_section.id if next_section else 'summary[Summary]'}"
    for section in sections:
        for item in section.items:
            for condition in item.enable_when:
                yield f'  {condition.question} -. "{_comparison(condition)}" .-> {item.link_id}'
    red = [rule.id for rule in content.rules if rule.tier and rule.tier.value.startswith("RED")]
    yield f'  red{{{{"if any of the {len(red)} RED rules is met: what to do now"}}}}'
    read = {condition.question for rule in content.rules if rule.id in red for condition in rule.when}
    yield from (
        f"  {section.id} -.-> red" for section in sections if any(item.link_id in read for item in section.items)
    )
    yield from ("```", "")


def _comparison(condition: Condition) -> str:
    if condition.operator is Operator.EXISTS:
        return "answered" if condition.answer else "not answered"
    return f"{condition.operator.value} {' or '.join(condition.codes[:4])}"


def questions(content: Content) -> Iterator[str]:
    """Every question: its text and options, what staff read aloud, when it is asked, and why."""
    yield from ("## Questions", "", "Every question also offers “I don't know” and “I'd rather not say”.", "")
    for section in content.questionnaire.sections:
        yield from (f"### {section.title} (`{section.id}`)", "", " ".join(_section(section, content)), "")
        if section.intro:
            yield from (section.intro, "")
        for item in section.items:
            yield from _question(item, content)


def _section(section: Section, content: Content) -> Iterator[str]:
    """Sentences about where a section is asked, when it is withheld, and how it repeats."""
    yield _ASKED[section.asked]
    if section.tags:
        yield f"Neither asked nor shown when a rule withholds {subjects(section.tags)}."
    if section.repeats:
        repeats = section.repeats
        source = "entry of" if repeats.each in content.questionnaire.section else "option chosen in"
        inherited = f"each {source} `{repeats.each}` and for " if repeats.each else ""
        yield f"Repeated for {inherited}each added entry (up to {repeats.most}, named by `{repeats.named_by}`)."
        yield f"After the last entry: “{repeats.more}” Button: “{repeats.add}”. Without a name: “{repeats.one} 1”."


def _marks(item: Item) -> Iterator[str]:
    """The type and marks of a question, in a few words each."""
    yield _ITEM_TYPES[item.type]
    for applies, mark in (
        (item.safety, "safety question"),
        (item.ordered, "options in rising order"),
        (item.quick, "in the short way"),
        (item.together, "on the same page as the question before"),
        (item.follow_up, "only after an answer that calls for it"),
    ):
        if applies:
            yield mark
    if item.left_out_with:
        yield _LEFT_OUT[item.left_out_with]


def _question(item: Item, content: Content) -> Iterator[str]:
    marks = ", ".join(_marks(item))
    yield from (f"#### `{item.link_id}` {item.text}", "")
    rest = f" For options without a label of their own: {item.label_of_rest}." if item.label_of_rest else ""
    yield f"*{marks[:1].upper()}{marks[1:]}.* Label in the summary: {item.label}.{rest}"
    if item.opener:
        yield from ("", f"Families are asked first: “{item.opener.line}” No is the answer `{item.opener.no}`.")
        yield f"Yes and nothing more is shown as: {item.opener.yes}."
    yield from ("", f"Staff read aloud: “{item.say}”", "", f"Why we ask: {item.why}")
    if item.enable_when:
        joined = f" {'and' if item.enable_behavior == 'all' else 'or'} "
        yield from (
            "",
            f"Asked if {joined.join(condition_words(condition, content) for condition in item.enable_when)}.",
        )
    if item.type in (ItemType.CHOICE, ItemType.CHOICES):
        yield ""
        signs = {True: " *(reports a sign)*", False: " *(denies)*", None: ""}
        listed = item.options if len(item.options) <= LONGEST_LIST else item.options[:2]
        yield from (f"- `{option.code}` {option.text}{signs[option.sign]}{_own_label(option)}" for option in listed)
        if len(listed) < len(item.options):
            yield f"- and {len(item.options) - len(listed)} more"
    yield from ("", f"Sources: {', '.join(item.sources)}", "")


def _own_label(option: Option) -> str:
    return f" (shown as: {option.label})" if option.label else ""
