"""Ids are unique, and whatever an entry names exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from intake.content import Problem
from intake.domain.base import LinkId, Personal
from intake.domain.call_texts import CallDesk, CallText, DangerWords, RefusalWords, SayLine, Sentence, TheyAsk
from intake.domain.content import Content
from intake.domain.questionnaire import FOR_THE_FAMILY, Condition, Item, ItemType, Operator, Questionnaire
from intake.domain.rules import Action, Level, Pathway, Tier

Missing = Callable[[str, str, Iterable[str]], Iterator[Problem]]
"""Says which ids nothing has: where they are named, of which kind they should be, the ids."""


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """Ids and option codes that are used twice, and levels without words."""
    families: dict[str, Iterable[str]] = {
        "questions": (item.link_id for section in content.questionnaire.sections for item in section.items),
        "sections": (section.id for section in content.questionnaire.sections),
        "rules": (rule.id for rule in content.rules),
        "actions.toml": (action.id for action in content.actions),
        "pathways.toml": (way.id for way in content.pathways),
        "kinds.toml": (kind.id for kind in content.kinds),
        "flags.toml": (flag.id for flag in content.flags),
        "bands.toml": (band.level.value for band in content.bands),
        "helplines.toml": (line.id for line in content.helplines),
        "purposes.toml": (purpose.id for purpose in content.purposes),
        "sources.toml": (source.id for source in content.sources),
        "topics.toml": (topic.id for topic in content.library.topics),
        "articles": (article.id for article in content.library.articles),
        "stories": (story.id for story in content.library.stories),
        "glossary.toml": (term.id for term in content.library.terms),
        "call_helper.toml, say": (line.id for line in content.call_helper.say),
        "call_helper.toml, they_ask": (asked.question for asked in content.call_helper.they_ask),
        "call_helper.toml, you_ask": (asked.id for asked in content.call_helper.you_ask),
        "call_desk.toml, danger": (one.id for one in content.call_desk.dangers),
        "call_desk.toml, find": (one.id for one in content.call_desk.finds),
        "call_desk.toml, outcomes": (one.code for one in content.call_desk.outcomes),
    }
    for where, ids in families.items():
        seen: set[str] = set()
        for each in ids:
            if each in seen:
                yield Problem(where, f"the id {each!r} is there twice")
            seen.add(each)
    for item in content.questionnaire.items.values():
        if len(item.by_code) != len(item.options):
            yield Problem("questions", f"{item.link_id}: an option code is there twice")
    for level in Level:
        if level not in content.band:
            yield Problem("bands.toml", f"the level {level.value} is missing")


def dangling_references(content: Content) -> Iterator[Problem]:
    """References to something that does not exist."""
    questions, scopes = set(content.questionnaire.items), {scope for line in content.helplines for scope in line.scope}
    known: dict[str, set[str]] = {
        "source": set(content.source),
        "action": set(content.action),
        "question": questions,
        "purpose of a helpline": scopes,
    }

    def missing(where: str, kind: str, ids: Iterable[str]) -> Iterator[Problem]:
        yield from (Problem(where, f"there is no {kind} {each!r}") for each in ids if each not in known[kind])

    for item in content.questionnaire.items.values():
        where = f"questions, {item.link_id}"
        yield from missing(where, "source", item.sources)
        yield from _conditions(where, item.enable_when, content)
    for rule in content.rules:
        where = f"rules, {rule.id}"
        yield from missing(where, "source", rule.sources)
        yield from missing(where, "action", rule.recommend)
        yield from missing(where, "purpose of a helpline", rule.lines)
        yield from _conditions(where, rule.when, content)
    families: dict[str, tuple[Action, ...] | tuple[Pathway, ...]] = {
        "action": content.actions,
        "pathway": content.pathways,
        "kind": content.kinds,
    }
    for name, what in ((name, what) for name, family in families.items() for what in family):
        where = f"{name} {what.id}"
        yield from missing(where, "source", what.sources)
        yield from missing(where, "purpose of a helpline", what.lines)
    yield from _flags(content, missing)
    yield from _purposes(content, scopes)
    place = content.place
    yield from missing("place.toml", "question", (place.country, place.own_country, *place.regions))
    yield from missing("place.toml", "purpose of a helpline", place.always)
    yield from missing("place.toml, lines", "purpose of a helpline", dict.fromkeys(place.lines.purposes))
    lasting = {scope for line in content.helplines if line.lasting and line.country == "US" for scope in line.scope}
    for purpose in dict.fromkeys((place.lines.for_life, place.lines.for_suicide)):
        if purpose in scopes - lasting:
            yield Problem("place.toml, lines", f"no lasting line of the United States is for {purpose!r}")
    asked = content.questionnaire.items.get(place.country)
    served = {line.country for line in content.helplines}
    for code, country in place.countries.items():
        if asked is not None and code not in asked.by_code:
            yield Problem("place.toml", f"{place.country} has no option {code!r}")
        if country not in served:
            yield Problem("place.toml", f"there is no helpline of the country {country!r}")
    yield from _check_ins(content)
    yield from _reminders(content)
    yield from _call_helper(content, missing)
    yield from _call_desk(content, missing)
    yield from _layout(content)
    yield from _requests(content)


def _flags(content: Content, missing: Missing) -> Iterator[Problem]:
    """A flag reads the questions of one section that is for the family."""
    for flag in content.flags:
        where = f"flags.toml, {flag.id}"
        yield from missing(where, "source", flag.sources)
        yield from missing(where, "purpose of a helpline", flag.lines)
        yield from _conditions(where, flag.when, content)
        own = content.questionnaire.section.get(flag.about)
        if own is None or own.asked not in FOR_THE_FAMILY:
            yield Problem(where, f"there is no section {flag.about!r} for the family")
        elif not {condition.question for condition in flag.when} <= {item.link_id for item in own.items}:
            yield Problem(where, "it reads questions of another section")


def _purposes(content: Content, scopes: set[str]) -> Iterator[Problem]:
    """Every purpose of a helpline has a title."""
    purposes = [purpose.id for purpose in content.purposes]
    yield from (
        Problem("purposes.toml", f"the purpose {each!r} of a helpline is missing") for each in scopes - {*purposes}
    )


def _check_ins(content: Content) -> Iterator[Problem]:
    """Dates for a calendar come from two questions of one option each, and every answer to the first says how long."""
    for section in content.questionnaire.sections:
        if section.check_ins is None:
            continue
        where, dates = f"questions, {section.id}, check_ins", section.check_ins
        own = {item.link_id: item for item in section.items}
        for link_id, codes in ((dates.length, [*dates.months]), (dates.rhythm, [*dates.weekly])):
            if link_id not in own or own[link_id].type is not ItemType.CHOICE:
                yield Problem(where, f"{link_id!r} is no choice of this section")
                continue
            yield from (
                Problem(where, f"{link_id} has no option {code!r}")
                for code in codes
                if code not in own[link_id].by_code
            )
        options = own[dates.length].by_code if dates.length in own else {}
        yield from (Problem(where, f"months of {code!r} are missing") for code in options if code not in dates.months)


def _reminders(content: Content) -> Iterator[Problem]:
    """A calendar reminds of what was picked in the same section."""
    for section in content.questionnaire.sections:
        own = {item.link_id: item for item in section.items}
        for link_id in (reminder.question for reminder in section.reminders):
            if link_id not in own or own[link_id].type is not ItemType.CHOICES:
                yield Problem(f"questions, {section.id}, reminders", f"{link_id!r} is no list to pick from here")


def _call_helper(content: Content, missing: Missing) -> Iterator[Problem]:
    """References of the call helper; a sentence with a slot says how to fill it."""
    helper, items = content.call_helper, content.questionnaire.items
    yield from _conditions("call_helper.toml, advocate", helper.advocate, content)
    named: dict[str, CallText] = {
        **{line.id: line for line in helper.say},
        **{asked.question: asked for asked in helper.they_ask},
        **{asked.id: asked for asked in helper.you_ask},
    }
    for name, text in named.items():
        where = f"call_helper.toml, {name}"
        yield from missing(where, "source", text.sources)
        if isinstance(text, TheyAsk):
            yield from missing(where, "question", (text.question,))
        for sentence in text.sentences if isinstance(text, SayLine) else ():
            yield from (Problem(where, problem) for problem in _sentence(sentence, items))


def _call_desk(content: Content, missing: Missing) -> Iterator[Problem]:
    """References of the call desk; what is read out has no brackets, and every kind of danger has its words."""
    desk, file = content.call_desk, "call_desk.toml"
    yield from (Problem(file, sentence) for sentence in _desk_questions(desk, content.questionnaire))
    if desk.message is not None:
        yield from _conditions(f"{file}, message", (desk.message,), content)
        if desk.message.operator is not Operator.EQUALS:
            yield Problem(f"{file}, message", "name the answer that allows a message, without an operator")
    spoken: list[DangerWords | RefusalWords] = [*desk.dangers, *([desk.refused] if desk.refused else [])]
    for said in spoken:
        yield from missing(f"{file}, {said.id}", "source", said.sources)
        if re.search(r"[()\[\]/]", said.say):
            yield Problem(f"{file}, {said.id}", "say has brackets or a slash, which nobody can read aloud")
    for find in desk.finds:
        yield from missing(f"{file}, {find.id}", "question", find.questions)
    if desk.part_2 is not None:
        yield from missing(f"{file}, part_2", "source", desk.part_2.sources)
    if desk.dangers and len([outcome for outcome in desk.outcomes if outcome.help_called]) != 1:
        yield Problem(file, "outcomes: one of them says that emergency help was called (help_called = true)")
    if desk.dangers and (without := [tier for tier in Tier if tier.level is Level.RED and tier not in desk.danger]):
        yield Problem(file, f"there are no words for {', '.join(without)}")


def _desk_questions(desk: CallDesk, questionnaire: Questionnaire) -> Iterator[str]:
    """What the desk reads is asked once; the number and the names are lines that a search for a record finds."""
    read: list[tuple[str, tuple[LinkId, ...], Personal | None]] = [
        ("first_minute", desk.first_minute, None),
        ("call_back", (desk.call_back,) if desk.call_back else (), Personal.CONTACT),
        ("names_to_use", desk.names_to_use, Personal.NAME),
        ("initials_of", (desk.initials_of,) if desk.initials_of else (), Personal.NAME),
        ("on_card", desk.on_card, None),
    ]
    for key, link_id, personal in ((key, one, personal) for key, named, personal in read for one in named):
        item = questionnaire.items.get(link_id)
        if item is None:
            yield f"{key}: there is no question {link_id!r}"
        elif questionnaire.section_of[link_id].repeats is not None:
            yield f"{key}: {link_id} is asked of each of several things; the desk reads one answer"
        elif personal is not None and item.type is not ItemType.LINE:
            yield f'{key}: {link_id} is no line of text (type = "line")'
        elif personal is not None and item.personal is not personal:
            yield f'{key}: {link_id} is not found when staff search (personal = "{personal.value}")'
    gates = (section for section in questionnaire.sections if section.asked == "gate" and desk.first_minute)
    for item in (item for section in gates for item in section.items):
        if item.link_id not in desk.first_minute:
            yield f"first_minute: {item.link_id} is missing, the question about danger right now"


def _sentence(sentence: Sentence, items: Mapping[str, Item]) -> Iterator[str]:
    item = items.get(sentence.question or "")
    if sentence.question and item is None:
        yield f"there is no question {sentence.question!r}"
    if item is not None:
        unknown = [word.code for word in sentence.words if word.code not in item.by_code]
        yield from (f"{item.link_id} has no option {code!r}" for code in unknown)
    if not (bool(sentence.question) == bool(sentence.words) == (sentence.text.count("{what}") == 1)):
        yield f"{sentence.id}: a question, words and one {{what}} in the text go together"
    if re.search(r"[{}]", sentence.text.replace("{what}", "")):
        yield f"{sentence.id}: only {{what}} can stand in braces"


def _layout(content: Content) -> Iterator[Problem]:
    """References of the summary's layout: questions, sections that repeat, and the codes of gates and notices."""
    where, layout, items = "summary/layout.toml", content.layout, content.questionnaire.items
    parts = (*layout.risk, layout.medicines, *layout.parts)
    named = [*layout.who, *layout.reach, *layout.situation, *layout.background]
    named += [link_id for part in parts for link_id in part.items]
    named += [link_id for part in layout.risk for link_id in (*part.context, *part.gate)]
    named += [*layout.medicines.shown, *(line.when for line in layout.timelines)]
    yield from (Problem(where, f"there is no question {each!r}") for each in named if each not in items)
    for part in layout.risk:
        for link_id, codes in part.gate.items():
            wrong = [code for code in codes if link_id in items and code not in items[link_id].by_code]
            yield from (Problem(where, f"{part.id}: {link_id} has no option {code!r}") for code in wrong)
    for notice in layout.notices:
        yield from _conditions(f"{where}, notice {notice.id}", (notice.when,), content)
    repeating = {section.id for section in content.questionnaire.sections if section.repeats}
    groups = [group for part in parts for group in part.groups] + [line.group for line in layout.timelines]
    yield from (
        Problem(where, f"there is no section {each!r} that repeats") for each in groups if each not in repeating
    )
    for line in layout.timelines:
        if line.when in items and content.questionnaire.section_of[line.when].id != line.group:
            yield Problem(where, f"timeline {line.id}: {line.when} does not stand in {line.group}")


def _requests(content: Content) -> Iterator[Problem]:
    """A request for one tier stands with the level of that tier, and no tier has two."""
    for band in content.bands:
        seen: set[Tier] = set()
        for tier in (request.tier for request in band.requests):
            if tier.level is not band.level:
                yield Problem(f"bands.toml, {band.level.value}", f"the tier {tier.value} is not of this level")
            if tier in seen:
                yield Problem(f"bands.toml, {band.level.value}", f"the tier {tier.value} has two requests")
            seen.add(tier)


def _conditions(where: str, conditions: Iterable[Condition], content: Content) -> Iterator[Problem]:
    """References of conditions, and whether the comparison makes sense for the question."""
    for condition in conditions:
        item = content.questionnaire.items.get(condition.question)
        if item is None:
            yield Problem(where, f"there is no question {condition.question!r}")
            continue
        yield from (Problem(where, sentence) for sentence in _comparison(condition, item))


def _comparison(condition: Condition, item: Item) -> Iterator[str]:
    name, operator = item.link_id, condition.operator
    if operator is Operator.EXISTS:
        if not isinstance(condition.answer, bool):
            yield f"{name} exists: the answer must be true or false"
        return
    if isinstance(condition.answer, bool):
        yield f"{name} {operator.value}: the answer must be a code of the question, not true or false"
        return
    if item.type in (ItemType.TEXT, ItemType.LINE):
        yield f"{name} is an open question: only exists can be asked of it"
        return
    for code in condition.codes:
        if code not in item.by_code:
            yield f"{name} has no option {code!r}"
    if operator not in (Operator.EQUALS, Operator.NOT_EQUALS):
        if not item.ordered:
            yield f"{name} is not ordered, so {operator.value} has no meaning"
        if len(condition.codes) != 1:
            yield f"{name} {operator.value} takes one code"
