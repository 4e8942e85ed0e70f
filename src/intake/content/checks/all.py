"""Everything that can be wrong with the content, as sentences in the files' own words. `make check` prints them.

Unknown keys, wrong types and missing keys are found while loading (intake.content); here stand the laws between
entries.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from zoneinfo import available_timezones

from intake.content import ContentError, Problem, read, texts
from intake.content.cases import ON as CASES_ON
from intake.content.cases import (
    Case,
    CaseError,
    RuleCases,
    Shorthand,
    acceptance_cases,
    differences,
    response_of,
    rule_cases,
)
from intake.content.checks.library import wrong as wrong_in_library
from intake.content.checks.sections import wrong
from intake.content.handbook import HANDBOOK, handbook
from intake.content.readability import grade
from intake.domain.answers_json import AnswersError, read_answers
from intake.domain.assessing import assess, route
from intake.domain.content import (
    FOR_THE_FAMILY,
    Action,
    CallText,
    Condition,
    Content,
    DangerWords,
    Item,
    ItemType,
    Level,
    Migration,
    Operator,
    Pathway,
    Questionnaire,
    RefusalWords,
    Rule,
    RuleKind,
    SayLine,
    Sentence,
    TheyAsk,
    Tier,
    Truth,
)
from intake.saved.migration import order

LONGEST_SAY = 20
LONGEST_TRUST = 184  # days a helpline's number stays believed without a look
HARDEST = 6.0
HARDEST_URGENT = 5.0
HARDEST_OPTION = 9.0
OPTION_DOTS = 3  # question.<link_id>.<code>.text
# A short text swings wildly on any reading formula; label, name and source-like texts are not sentences.
SHORTEST_GRADED = 8

BANNED = (
    r"addicts?",
    r"junk(?:y|ies|ie)",
    r"alcoholics?",
    r"drunks",
    r"(?:substance|drug|alcohol) abuse(?:rs?)?",
    r"abusers?",
    r"habit",
    r"drug problem",
    r"clean",
    r"dirty",
    r"relapsed?",
    r"enabl(?:er|ers|ing)",
    r"co-?dependent",
    r"in denial",
    r"mentally ill",
    r"schizophrenics?",
    r"psycho",
    r"crazy",
    r"committed suicide",
    r"commit suicide",
    r"(?:failed|successful) (?:suicide|attempt)",
    r"epidemic",
    r"skyrocket\w*",
    r"tough love",
    r"rock bottom",
    r"last resort",
    r"guarantee\w*",
    r"success rates?",
    r"cures?",
    r"cured",
    r"risk score",
    r"low risk",
    r"you need an interventionist",
    r"beds fill",
    r"act fast",
    r"simply",
    r"opioid (?:replacement|substitution)",
    r"addicted baby",
)
"""Words that hurt, blame, promise or sell (facts H of the project's research, and its words about scores)."""

FORBIDDEN_ADVICE = (
    r"cold turkey",
    r"pour (?:it|the (?:alcohol|drink|bottles?)) (?:out|away)",
    r"detox at home",
    r"sleep it off",
    r"take away (?:the|their) phone",
    r"stop drinking (?:now|today|at once)",
    r"(?:make|have|get) them stop (?:drinking|using)(?! suddenly)",
)
"""Advice that can kill or cut a person off from help."""

CLOSED_NUMBERS = ("18009312237", "8884672839", "18664801515", "18334564566")
CLOSED_WORDS = (r"988,? (?:then )?press 3", r"wellness together")
"""Lines that were closed, or that sell:

NEDA's helpline, the number in a founding document, Wellness Together Canada, the line 9-8-8 replaced.
"""

Missing = Callable[[str, str, Iterable[str]], Iterator[Problem]]
"""Says which ids nothing has: where they are named, of which kind they should be, the ids."""

_BANNED = re.compile(rf"\b(?:{'|'.join(BANNED)})\b", re.IGNORECASE)
_FORBIDDEN = re.compile(rf"(?:{'|'.join((*FORBIDDEN_ADVICE, *CLOSED_WORDS))})", re.IGNORECASE)
_GRADED = re.compile(
    # What is asked of the professional (request) is not for the family.
    # The library has a grade of its own (library_laws).
    r"^(?!request\.|article\.|story\.).*\.(text|say|why|intro|more|because|detail|evidence|cost|what_happens|heading|text_elsewhere|not_for)$"
)


def problems(folder: Path, on: dt.date) -> list[Problem]:
    """What is wrong with a content folder on the date `on`; empty when it is in order."""
    try:
        content = read(folder)
    except ContentError as error:
        return error.problems
    return list(_all(content, folder, on))


def _all(content: Content, folder: Path, on: dt.date) -> Iterator[Problem]:
    yield from _ids(content)
    dangling = list(_references(content))
    yield from dangling
    yield from _items(content)
    yield from (Problem(f"questions, {where}", what) for where, what in wrong(content.questionnaire))
    yield from _rules(content)
    yield from _migrations(content)
    yield from _dates(content, on)
    yield from _wording(content)
    yield from _numbers(folder)
    yield from _library(content, folder, on)
    if not dangling:
        yield from _cases(content, folder)
        yield from _intakes(content, folder)
        yield from _handbook(content, folder)


# --- ids and references ------------------------------------------------------------------------------------------


def _ids(content: Content) -> Iterator[Problem]:
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


def _references(content: Content) -> Iterator[Problem]:
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
    named = (*desk.first_minute, *desk.on_card, *filter(None, (desk.initials_of, desk.message)))
    yield from missing(file, "question", named)
    spoken: list[DangerWords | RefusalWords] = [*desk.dangers, *([desk.refused] if desk.refused else [])]
    for said in spoken:
        yield from missing(f"{file}, {said.id}", "source", said.sources)
        if re.search(r"[()\[\]/]", said.say):
            yield Problem(f"{file}, {said.id}", "say has brackets or a slash, which nobody can read aloud")
    for find in desk.finds:
        yield from missing(f"{file}, {find.id}", "question", find.questions)
    if desk.part_2 is not None:
        yield from missing(f"{file}, part_2", "source", desk.part_2.sources)
    if desk.dangers and (without := [tier for tier in Tier if tier.level is Level.RED and tier not in desk.danger]):
        yield Problem(file, f"there are no words for {', '.join(without)}")


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


# --- questions and rules -----------------------------------------------------------------------------------------


def _items(content: Content) -> Iterator[Problem]:
    asked: set[str] = set()
    for item in content.questionnaire.items.values():
        where = f"questions, {item.link_id}"
        yield from (Problem(where, sentence) for sentence in (*_item(item), *_said(item), *_enabling(item, asked)))
        asked.add(item.link_id)


def _item(item: Item) -> Iterator[str]:
    chosen = item.type in (ItemType.CHOICE, ItemType.CHOICES)
    if chosen is not bool(item.options):
        yield "a choice needs options; an open question has none"
    if not item.sources:
        yield "no source is named"
    if item.safety and not any(option.sign for option in item.options):
        yield "a safety question needs an option with sign = true"
    if item.ordered and item.type is not ItemType.CHOICE:
        yield "only a choice of one option can be ordered"


def _said(item: Item) -> Iterator[str]:
    if len(item.say.split()) > LONGEST_SAY:
        yield f"say has more than {LONGEST_SAY} words"
    if re.search(r"[()\[\]/]", item.say):
        yield "say has brackets or a slash, which nobody can read aloud"


def _enabling(item: Item, asked: set[str]) -> Iterator[str]:
    """`asked`: the questions that come before this one."""
    if item.safety and item.enable_when:
        yield "a safety question is always asked: take enable_when away"
    for condition in item.enable_when:
        if condition.question not in asked:
            yield f"enable_when reads {condition.question!r}, which is asked later"
    several = any(len(condition.codes) > 1 for condition in item.enable_when)
    if several and len(item.enable_when) > 1 and item.enable_behavior == "all":
        yield "a list of codes in enable_when needs enable_behavior = any, or to stand alone"


def _rules(content: Content) -> Iterator[Problem]:
    always_on = [rule for rule in content.rules if rule.kind is RuleKind.UNKNOWN_SAFETY]
    if len(always_on) != 1:
        yield Problem("rules", "exactly one rule has kind unknown_safety")
    for rule in content.rules:
        where = f"rules, {rule.id}"
        yield from (Problem(where, sentence) for sentence in _rule(rule, content))


def _rule(rule: Rule, content: Content) -> Iterator[str]:
    sets_tier = rule.kind in (RuleKind.DANGER, RuleKind.UNKNOWN_SAFETY)
    if sets_tier is not (rule.tier is not None):
        yield f"kind {rule.kind.value} {'needs a' if sets_tier else 'takes no'} tier"
    offers = {RuleKind.PATHWAY: set(content.pathway), RuleKind.FIT: set(content.kind)}.get(rule.kind)
    if (offers is not None) is not (rule.offers is not None):
        yield f"kind {rule.kind.value} {'needs' if offers is not None else 'takes no'} offers"
    elif offers is not None and rule.offers not in offers:
        yield f"there is no {rule.kind.value} {rule.offers!r} to offer"
    if not rule.when and rule.kind not in (RuleKind.PATHWAY, RuleKind.NOTE, RuleKind.UNKNOWN_SAFETY):
        yield "it has no conditions"
    if isinstance(rule.match, int) and not 1 <= rule.match <= len(rule.when):
        yield f"match = {rule.match} of {len(rule.when)} conditions can never be met, or always is"


def _dates(content: Content, on: dt.date) -> Iterator[Problem]:
    for kind, entries in (("helplines.toml", content.helplines), ("sources.toml", content.sources)):
        for entry in entries:
            if entry.review_by < on:
                yield Problem(kind, f"{entry.id}: review_by {entry.review_by} has passed; check it and set new dates")
            if entry.checked_on > on:
                yield Problem(kind, f"{entry.id}: checked_on {entry.checked_on} lies ahead")
    for line in content.helplines:
        if line.opening is not None and line.opening.zone not in available_timezones():
            yield Problem("helplines.toml", f"{line.id}: there is no time zone {line.opening.zone!r}")
        if line.always_open and line.opening is not None:
            yield Problem("helplines.toml", f"{line.id}: always_open and opening hours contradict each other")
        if (line.review_by - line.checked_on).days > LONGEST_TRUST:
            yield Problem("helplines.toml", f"{line.id}: review_by is more than six months after checked_on")


# --- what changed between versions -------------------------------------------------------------------------------


def _migrations(content: Content) -> Iterator[Problem]:
    """Laws of migrations.toml: versions rise, and what a saved answer is brought to is there, or is changed later."""
    told = content.migrations
    versions = [each.version for each in told]
    if versions != sorted(versions, key=order):
        yield Problem("migrations.toml", "the oldest version comes first")
    for place, migration in enumerate(told):
        where = f"migrations.toml, {migration.version}"
        if order(migration.version) > order(content.questionnaire.version):
            yield Problem(where, f"the questions have version {content.questionnaire.version}")
        found = _migration(migration, told[place + 1 :], content.questionnaire)
        yield from (Problem(where, sentence) for sentence in found)


def _migration(migration: Migration, later: Sequence[Migration], questionnaire: Questionnaire) -> Iterator[str]:
    """`later`: what came after it, which may change again what this one led to."""
    items, back = questionnaire.items, {each for one in (migration, *later) for each in one.new}
    left = list(_left(migration))
    led = _led_to(migration)
    yield from (
        f"there is no question or section {each!r}"
        for each in migration.new
        if each not in _named_in(later, questionnaire)
    )
    yield from (f"{each!r} is changed twice" for each in dict.fromkeys(left) if left.count(each) > 1)
    for question in dict.fromkeys(left):
        if question in items and question not in back and question not in led:
            yield f"{question!r} is still asked"
    known = {*_named_in(later, questionnaire), *left}
    yield from (f"there is no question {each.question!r}" for each in migration.recoded if each.question not in known)
    changing = {each.question for one in later for each in one.recoded}
    for question, codes in led.items():
        if question not in _named_in(later, questionnaire):
            yield f"there is no question {question!r}"
        elif question in items and question not in changing:
            yield from (f"{question} has no option {code!r}" for code in codes if code not in items[question].by_code)


def _left(migration: Migration) -> Iterator[str]:
    """The questions that are not asked any more under their name."""
    yield from (each.question for each in migration.renamed)
    yield from (each.question for each in migration.removed)
    yield from (each.question for each in migration.split)


def _led_to(migration: Migration) -> dict[str, list[str]]:
    """The questions that answers are brought to, each with the codes it must have."""
    now = {each.question: each.to for each in migration.renamed}
    led: dict[str, list[str]] = {each: [] for each in now.values()}
    for recoded in migration.recoded:
        codes = [code for code in recoded.to.values() if code]
        led.setdefault(now.get(recoded.question, recoded.question), []).extend(codes)
    for parts in (parts for split in migration.split for parts in split.to.values()):
        for question, code in parts.items():
            led.setdefault(question, []).append(code)
    return led


def _named_in(later: Sequence[Migration], questionnaire: Questionnaire) -> set[str]:
    """What there is: questions and sections of today, and questions that a later version took away."""
    gone = {question for one in later for question in _left(one)}
    return {*questionnaire.items, *questionnaire.section, *gone}


# --- wording -----------------------------------------------------------------------------------------------------


def _wording(content: Content) -> Iterator[Problem]:
    for context, text in texts(content):
        banned = _BANNED.search(text) or _FORBIDDEN.search(text)
        if banned:
            yield Problem(context, f"{banned.group(0)!r} is a word or advice this product does not use")
        if _GRADED.search(context) and len(text.split()) >= SHORTEST_GRADED:
            hardest = _hardest(context)
            found = grade(text)
            if found > hardest:
                yield Problem(context, f"reads at grade {found:.1f}; the most is {hardest:g}")


def _hardest(context: str) -> float:
    """The highest grade a text may have. Options name medicines and illnesses, which no formula forgives."""
    if context.startswith("question.") and context.count(".") == OPTION_DOTS:
        return HARDEST_OPTION
    return HARDEST_URGENT if context.startswith(("band.RED", "question.danger_now")) else HARDEST


def _numbers(folder: Path) -> Iterator[Problem]:
    for path in sorted(folder.rglob("*.toml")):
        digits = re.sub(r"(?<=\d)[-. ()]+(?=\d)", "", path.read_text("utf-8"))
        for number in CLOSED_NUMBERS:
            if number in digits or number.removeprefix("1") in digits:
                yield Problem(path.relative_to(folder).as_posix(), f"{number} is a closed or a selling line")


def _library(content: Content, folder: Path, on: dt.date) -> Iterator[Problem]:
    """An unreadable file of cases is told where the cases are checked."""
    try:
        cases = {case.id for case in acceptance_cases(folder)}
    except (OSError, tomllib.TOMLDecodeError, CaseError):
        return
    yield from (Problem(where, what) for where, what in wrong_in_library(content, cases, on))


# --- cases and handbook ------------------------------------------------------------------------------------------


def _cases(content: Content, folder: Path) -> Iterator[Problem]:
    try:
        whole, small = acceptance_cases(folder), rule_cases(folder)
    except FileNotFoundError as error:
        yield Problem("cases", f"{Path(str(error.filename)).name} is missing")
        return
    except tomllib.TOMLDecodeError as error:
        yield Problem("cases", f"this is not valid TOML: {error}")
        return
    except CaseError as error:
        yield Problem("cases", str(error))
        return
    for rule in content.rules:
        yield from (Problem(f"cases/rules, {rule.id}", sentence) for sentence in _rule_cases(rule, small, content))
    for extra in set(small) - set(content.rule):
        yield Problem("cases/rules", f"there is no rule {extra!r}")
    for case in whole:
        found = list(_given(case.answers, content)) or [*_named(case, content), *differences(case, content)]
        yield from (Problem(f"cases/acceptance.toml, {case.id}", sentence) for sentence in found)


def _intakes(content: Content, folder: Path) -> Iterator[Problem]:
    """Whole intakes answer, or say why not, all they are asked; of the plan they may leave out parts."""
    questionnaire = content.questionnaire
    for path in sorted((folder / "cases" / "intakes").glob("*.json")):
        where = f"cases/intakes/{path.name}"
        try:
            response = read_answers(path.read_bytes(), questionnaire)
        except AnswersError as error:
            yield Problem(where, str(error))
            continue
        asked = (one for one in route(questionnaire, response) if one.key not in response.by_key)
        for one in asked:
            if questionnaire.section_of[one.link_id].asked not in ("plan", *FOR_THE_FAMILY):
                yield Problem(where, f"{one.key} is asked and has no answer and no reason why not")


def _rule_cases(rule: Rule, small: dict[str, RuleCases], content: Content) -> Iterator[str]:
    cases = small.get(rule.id)
    if cases is None:
        yield "there are no cases for this rule"
        return
    if rule.when and not cases.not_met:
        yield "there is no case in which it is not met"
    if any(condition.operator is not Operator.EXISTS for condition in rule.when) and not cases.unknown:
        yield 'there is no case with "I don\'t know"'
    for wanted, answers in cases.by_truth():
        wrong = list(_given(answers, content))
        yield from wrong
        if wrong:
            continue
        found = assess(content, response_of(answers, content), CASES_ON)
        truth = next((finding.truth for finding in found.findings if finding.rule == rule.id), Truth.NOT_MET)
        if truth is not wanted:
            yield f"{answers} gives {truth.value}, not {wanted.value}"


def _given(answers: Shorthand, content: Content) -> Iterator[str]:
    """Answers of a case that nobody can give."""
    for key in answers:
        if key.partition("@")[0] not in content.questionnaire.items:
            yield f"there is no question {key!r}"
            return
    for answer in response_of(answers, content).answers:
        item = content.questionnaire.items[answer.link_id]
        for code in answer.codes if item.options else ():
            if code not in item.by_code:
                yield f"{item.link_id} has no option {code!r}"


def _named(case: Case, content: Content) -> Iterator[str]:
    """Names in expectations that nothing has: an expectation that something is not there would never fail."""
    expect = case.expect
    for kind, names, known in (
        ("rule", (*expect.rules, *expect.not_rules), content.rule),
        ("action", (expect.first_action, *expect.actions), content.action),
        ("pathway", (*expect.pathways, *expect.not_pathways), content.pathway),
        ("kind", expect.kinds or (), content.kind),
    ):
        yield from (f"there is no {kind} {name!r}" for name in names if name not in known)


def _handbook(content: Content, folder: Path) -> Iterator[Problem]:
    path = folder / HANDBOOK
    if not path.is_file() or path.read_text("utf-8") != handbook(content):
        yield Problem(HANDBOOK, "it does not say what the content says; run `make handbook` and read the difference")
