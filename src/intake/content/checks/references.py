"""Checks that ids are unique and that everything an entry refers to exists."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from intake.content import Problem
from intake.domain.base import LinkId, Personal
from intake.domain.call_texts import CallDesk, CallText, DangerWords, RefusalWords, SayLine, Sentence, TheyAsk, YouAsk
from intake.domain.content import Content
from intake.domain.questionnaire import FOR_THE_FAMILY, Condition, Item, ItemType, Operator, Questionnaire
from intake.domain.rules import Action, Level, Pathway, Tier

Missing = Callable[[str, str, Iterable[str]], Iterator[Problem]]
"""Called with where, kind, and ids: yields a Problem for each id that does not exist."""


def duplicate_ids(content: Content) -> Iterator[Problem]:
    """Ids and option codes that are used twice, and levels without a band."""
    families: dict[str, Iterable[str]] = {
        "questions/": (item.link_id for section in content.questionnaire.sections for item in section.items),
        "questions/, sections": (section.id for section in content.questionnaire.sections),
        "rules/": (rule.id for rule in content.rules),
        "actions.toml": (action.id for action in content.actions),
        "pathways.toml": (way.id for way in content.pathways),
        "kinds.toml": (kind.id for kind in content.kinds),
        "flags.toml": (flag.id for flag in content.flags),
        "indicators.toml": (indicator.id for indicator in content.indicators),
        "bands.toml": (band.level.value for band in content.bands),
        "helplines.toml": (line.id for line in content.helplines),
        "purposes.toml": (purpose.id for purpose in content.purposes),
        "sources.toml": (source.id for source in content.sources),
        "topics.toml": (topic.id for topic in content.library.topics),
        "articles/": (article.id for article in content.library.articles),
        "stories/": (story.id for story in content.library.stories),
        "glossary.toml": (term.id for term in content.library.terms),
        "call_helper.toml, listener": (listener.id for listener in content.call_helper.listeners),
        "call_helper.toml, say": (line.id for line in content.call_helper.say),
        "call_helper.toml, they_ask": (text.question for text in content.call_helper.they_ask),
        "call_helper.toml, you_ask": (text.id for text in content.call_helper.you_ask),
        "call_desk.toml, danger": (danger.id for danger in content.call_desk.dangers),
        "call_desk.toml, find": (find.id for find in content.call_desk.finds),
        "call_desk.toml, outcomes": (outcome.code for outcome in content.call_desk.outcomes),
    }
    for where, ids in families.items():
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                yield Problem(where, f"the id `{name}` is used twice")
            seen.add(name)
    for item in content.questionnaire.items.values():
        if len(item.by_code) != len(item.options):
            yield Problem(f"question `{item.link_id}`", "an option code is used twice")
    for level in Level:
        if level not in content.band:
            yield Problem("bands.toml", f"there is no band for the level {level.value}")


def dangling_references(content: Content) -> Iterator[Problem]:
    """References to something that does not exist."""
    questions, scopes = set(content.questionnaire.items), {scope for line in content.helplines for scope in line.scope}
    existing: dict[str, set[str]] = {
        "source": set(content.source),
        "action": set(content.action),
        "question": questions,
        "rule": set(content.rule),
        "helpline purpose": scopes,
        "listener": set(content.call_helper.listener),
    }

    def missing(where: str, kind: str, ids: Iterable[str]) -> Iterator[Problem]:
        yield from (Problem(where, f"there is no {kind} `{name}`") for name in ids if name not in existing[kind])

    for item in content.questionnaire.items.values():
        where = f"question `{item.link_id}`"
        yield from missing(where, "source", item.sources)
        yield from _conditions(where, item.enable_when, content)
    for rule in content.rules:
        where = f"rule `{rule.id}`"
        yield from missing(where, "source", rule.sources)
        yield from missing(where, "action", (*rule.recommend, *rule.covers_steps))
        yield from missing(where, "helpline purpose", rule.lines)
        yield from missing(where, "question", rule.doubts)
        yield from missing(where, "rule", rule.covers)
        yield from _conditions(where, rule.conditions, content)
    yield from _steps_and_indicators(content, missing)
    families: dict[str, tuple[Action, ...] | tuple[Pathway, ...]] = {
        "action": content.actions,
        "pathway": content.pathways,
        "kind": content.kinds,
    }
    for kind, entry in ((kind, entry) for kind, family in families.items() for entry in family):
        where = f"{kind} `{entry.id}`"
        yield from missing(where, "source", entry.sources)
        yield from missing(where, "helpline purpose", entry.lines)
    yield from _flags(content, missing)
    yield from _purposes(content, scopes)
    place = content.place
    yield from missing("place.toml", "question", (place.country, place.own_country, *place.regions))
    yield from missing("place.toml", "helpline purpose", place.always)
    yield from missing("place.toml, lines", "helpline purpose", dict.fromkeys(place.lines.purposes))
    lasting = {scope for line in content.helplines if line.lasting and line.country == "US" for scope in line.scope}
    for purpose in dict.fromkeys((place.lines.for_life, place.lines.for_suicide)):
        if purpose in scopes - lasting:
            yield Problem("place.toml, lines", f"there is no lasting helpline in the United States for `{purpose}`")
    country_item = content.questionnaire.items.get(place.country)
    served = {line.country for line in content.helplines}
    for code, country in place.countries.items():
        if country_item is not None and code not in country_item.by_code:
            yield Problem("place.toml", f"`{place.country}` has no option `{code}`")
        if country not in served:
            yield Problem("place.toml", f"there is no helpline with the country `{country}`")
    yield from _check_ins(content)
    yield from _reminders(content)
    yield from _call_helper(content, missing)
    yield from _call_desk(content, missing)
    yield from _layout(content)
    yield from _requests(content)


def _steps_and_indicators(content: Content, missing: Missing) -> Iterator[Problem]:
    """Check what replaces a step, and the conditions of variants, of what rules add, of helplines and indicators."""
    for line in content.helplines:
        yield from _conditions(f"helpline `{line.id}`", line.unless, content)
    for added in content.place.added:
        yield from _conditions(f"place.toml, added `{added.id}`", added.when, content)
    for rule in content.rules:
        for detail in rule.details:
            where = f"rule `{rule.id}`, details for `{detail.action}`"
            yield from _conditions(where, (*detail.when, *detail.unless), content)
    for action in content.actions:
        where = f"action `{action.id}`"
        yield from missing(where, "action", (*action.covers, *((action.instead,) if action.instead else ())))
        yield from missing(where, "listener", (action.listener,) if action.listener else ())
        for variant in action.variants:
            yield from _conditions(f"{where}, variant `{variant.id}`", variant.when, content)
    for indicator in content.indicators:
        where = f"indicator `{indicator.id}`"
        yield from missing(where, "source", indicator.sources)
        yield from _conditions(where, indicator.when, content)


def _flags(content: Content, missing: Missing) -> Iterator[Problem]:
    """Check that each flag reads only the questions of one section for the family."""
    for flag in content.flags:
        where = f"flag `{flag.id}`"
        yield from missing(where, "source", flag.sources)
        yield from missing(where, "helpline purpose", flag.lines)
        yield from _conditions(where, flag.when, content)
        own = content.questionnaire.section.get(flag.about)
        if own is None or own.asked not in FOR_THE_FAMILY:
            yield Problem(where, f'there is no section `{flag.about}` with asked = "choose" or "self"')
        elif not {condition.question for condition in flag.when} <= {item.link_id for item in own.items}:
            yield Problem(where, f"its conditions read questions outside the section `{flag.about}`")


def _purposes(content: Content, scopes: set[str]) -> Iterator[Problem]:
    """Check that every scope of a helpline is listed in purposes.toml."""
    purposes = [purpose.id for purpose in content.purposes]
    yield from (
        Problem("purposes.toml", f"`{scope}` is missing, which helplines.toml uses") for scope in scopes - {*purposes}
    )


def _check_ins(content: Content) -> Iterator[Problem]:
    """Check that check_ins names two choices of its section and gives months for every option of `length`."""
    for section in content.questionnaire.sections:
        if section.check_ins is None:
            continue
        where, dates = f"section `{section.id}`, check_ins", section.check_ins
        own = {item.link_id: item for item in section.items}
        for link_id, codes in ((dates.length, [*dates.months]), (dates.rhythm, [*dates.weekly])):
            if link_id not in own or own[link_id].type is not ItemType.CHOICE:
                yield Problem(where, f'`{link_id}` is not a question with type = "choice" in this section')
                continue
            yield from (
                Problem(where, f"`{link_id}` has no option `{code}`")
                for code in codes
                if code not in own[link_id].by_code
            )
        options = own[dates.length].by_code if dates.length in own else {}
        yield from (Problem(where, f"no months given for `{code}`") for code in options if code not in dates.months)


def _reminders(content: Content) -> Iterator[Problem]:
    """Check that each reminder names a question in its section."""
    for section in content.questionnaire.sections:
        own = {item.link_id: item for item in section.items}
        for link_id in (reminder.question for reminder in section.reminders):
            if link_id not in own or own[link_id].type is not ItemType.CHOICES:
                where = f"section `{section.id}`, reminders"
                yield Problem(where, f'`{link_id}` is not a question with type = "choices" in this section')


def _call_helper(content: Content, missing: Missing) -> Iterator[Problem]:
    """Check the call helper: its references, and that every sentence with a slot says how to fill it."""
    helper, items = content.call_helper, content.questionnaire.items
    yield from _conditions("call_helper.toml, advocate", helper.advocate, content)
    yield from _conditions("call_helper.toml, own", helper.own, content)
    yield from missing("call_helper.toml", "listener", filter(None, (helper.usual, helper.after_violence)))
    if bool(helper.advocate) is not (helper.after_violence is not None):
        yield Problem("call_helper.toml", "[[advocate]] and after_violence must both be there, or neither")
    for listener in helper.listeners:
        where = f"call_helper.toml, `{listener.id}`"
        yield from missing(where, "helpline purpose", listener.lines)
        yield from missing(where, "source", listener.sources)
    entries: dict[str, CallText] = {
        **{line.id: line for line in helper.say},
        **{text.question: text for text in helper.they_ask},
        **{text.id: text for text in helper.you_ask},
    }
    for name, entry in entries.items():
        where = f"call_helper.toml, `{name}`"
        yield from missing(where, "source", entry.sources)
        yield from missing(where, "listener", entry.to)
        if isinstance(entry, TheyAsk):
            yield from missing(where, "question", (entry.question,))
            yield from _conditions(where, (*entry.or_else, *entry.unless), content)
        if isinstance(entry, YouAsk):
            yield from _conditions(where, entry.if_any, content)
        for sentence in entry.sentences if isinstance(entry, SayLine) else ():
            yield from (Problem(where, problem) for problem in _sentence(sentence, items))
            yield from _conditions(f"{where}, `{sentence.id}`", (*sentence.when, *sentence.unless), content)


def _call_desk(content: Content, missing: Missing) -> Iterator[Problem]:
    """Check the call desk: its references, texts that are read aloud, and words for every kind of danger."""
    desk, file = content.call_desk, "call_desk.toml"
    yield from (Problem(file, sentence) for sentence in _desk_questions(desk, content.questionnaire))
    if desk.message is not None:
        yield from _conditions(f"{file}, message", (desk.message,), content)
        if desk.message.operator is not Operator.EQUALS:
            yield Problem(f"{file}, message", "name the answer that allows leaving a message; do not use an operator")
    yield from _lists(content)
    read_aloud: list[DangerWords | RefusalWords] = [*desk.dangers, *([desk.refused] if desk.refused else [])]
    for words in read_aloud:
        where = f"{file}, `{words.id}`"
        yield from missing(where, "source", words.sources)
        if re.search(r"[()\[\]/]", words.say):
            yield Problem(where, "`say` contains parentheses, brackets, or a slash, which cannot be read aloud")
    for danger in desk.dangers:
        yield from missing(f"{file}, `{danger.id}`", "helpline purpose", danger.lines)
    for find in desk.finds:
        yield from missing(f"{file}, `{find.id}`", "question", find.questions)
    if desk.part_2 is not None:
        yield from missing(f"{file}, part_2", "source", desk.part_2.sources)
    if desk.dangers and len([outcome for outcome in desk.outcomes if outcome.help_called]) != 1:
        yield Problem(file, "outcomes: exactly one must have help_called = true (emergency help was called)")
    if desk.dangers and (without := [tier for tier in Tier if tier.level is Level.RED and tier not in desk.danger]):
        yield Problem(file, f"there is no [[danger]] for {', '.join(without)}")


def _lists(content: Content) -> Iterator[Problem]:
    """Check what the lists of the call desk say: words for every kind of danger, and answers that are on the card."""
    desk, file = content.call_desk, "call_desk.toml"
    if desk.do_not_call is not None:
        yield from _conditions(f"{file}, do_not_call", (desk.do_not_call,), content)
    if desk.kinds and (without := [tier for tier in Tier if tier not in desk.kind]):
        yield Problem(file, f"there is no [[kind]] for {', '.join(without)}")
    used = {"about": (desk.about,), "card_labels": tuple(label.question for label in desk.card_labels)}
    used["do_not_call"] = (desk.do_not_call.question,) if desk.do_not_call else ()
    for key, question in ((key, question) for key, questions in used.items() for question in questions):
        if question is not None and question not in desk.on_card:
            yield Problem(file, f"{key}: `{question}` is not in on_card")


def _desk_questions(desk: CallDesk, questionnaire: Questionnaire) -> Iterator[str]:
    """Problems with the questions that the desk uses: each has one answer, and staff can search numbers and names."""
    used: list[tuple[str, tuple[LinkId, ...], Personal | None]] = [
        ("first_minute", desk.first_minute, None),
        ("call_back", (desk.call_back,) if desk.call_back else (), Personal.CONTACT),
        ("names_to_use", desk.names_to_use, Personal.NAME),
        ("initials_of", (desk.initials_of,) if desk.initials_of else (), Personal.NAME),
        ("on_card", desk.on_card, None),
        ("whereabouts", desk.whereabouts, None),
        ("kept_without_notes", desk.kept_without_notes, None),
    ]
    for key, link_id, personal in ((key, link_id, personal) for key, ids, personal in used for link_id in ids):
        item = questionnaire.items.get(link_id)
        if item is None:
            yield f"{key}: there is no question `{link_id}`"
        elif questionnaire.section_of[link_id].repeats is not None:
            yield f"{key}: `{link_id}` is in a repeating section; the desk needs a question with one answer"
        elif personal is not None and item.type is not ItemType.LINE:
            yield f'{key}: `{link_id}` must have type = "line"'
        elif personal is not None and item.personal is not personal:
            yield f'{key}: `{link_id}` must have personal = "{personal.value}", or staff cannot search for it'
    gates = (section for section in questionnaire.sections if section.asked == "gate" and desk.first_minute)
    for item in (item for section in gates for item in section.items):
        if item.link_id not in desk.first_minute:
            yield f"first_minute: `{item.link_id}` is missing, the question about danger right now"


def _sentence(sentence: Sentence, items: Mapping[str, Item]) -> Iterator[str]:
    item = items.get(sentence.question or "")
    if sentence.question and item is None:
        yield f"there is no question `{sentence.question}`"
    if item is not None:
        unknown = [word.code for word in sentence.words if word.code not in item.by_code]
        yield from (f"`{item.link_id}` has no option `{code}`" for code in unknown)
    filled = bool(sentence.words) or sentence.as_listed
    if not (bool(sentence.question) == filled == (sentence.text.count("{what}") == 1)):
        yield f"`{sentence.id}`: question, words, and one {{what}} in the text must all be there, or none of them"
    if re.search(r"[{}]", sentence.text.replace("{what}", "")):
        yield f"`{sentence.id}`: the only slot allowed in braces is {{what}}"


def _layout(content: Content) -> Iterator[Problem]:
    """Check the summary layout: its questions, repeating sections, and the option codes of gates and notices."""
    where, layout, items = "summary/layout.toml", content.layout, content.questionnaire.items
    parts = (*layout.risk, layout.medicines, *layout.parts)
    ids = [*layout.who, *layout.reach, *layout.situation, *layout.background]
    ids += [link_id for part in parts for link_id in part.items]
    ids += [link_id for part in layout.risk for link_id in (*part.context, *part.gate, *part.also)]
    ids += [layout.informant.name, layout.informant.relation] if layout.informant else []
    ids += [*layout.medicines.shown, *(timeline.when for timeline in layout.timelines)]
    yield from (Problem(where, f"there is no question `{link_id}`") for link_id in ids if link_id not in items)
    for part in layout.risk:
        for link_id, codes in (*part.gate.items(), *part.also.items()):
            wrong = [code for code in codes if link_id in items and code not in items[link_id].by_code]
            yield from (Problem(where, f"`{part.id}`: `{link_id}` has no option `{code}`") for code in wrong)
    if (names := layout.informant) is not None and names.relation in items:
        wrong = [word.code for word in names.words if word.code not in items[names.relation].by_code]
        yield from (Problem(where, f"informant: `{names.relation}` has no option `{code}`") for code in wrong)
    if (referral := layout.referral) is not None:
        named = [referral.person, referral.contact, *([referral.consent.question] if referral.consent else [])]
        yield from (Problem(where, f"referral: there is no question `{name}`") for name in named if name not in items)
        yield from _conditions(f"{where}, referral", (referral.oneself,) if referral.oneself else (), content)
        if (said := referral.consent) is not None and said.question in items:
            wrong = [code for code in (said.yes, said.no) if code not in items[said.question].by_code]
            yield from (Problem(where, f"referral: `{said.question}` has no option `{code}`") for code in wrong)
    yield from _phrases(where, content)
    for notice in layout.notices:
        yield from _conditions(f"{where}, notice `{notice.id}`", (notice.when,), content)
    yield from (
        Problem(where, f"consent part `{agreed.id}`: there is no part `{part}`")
        for agreed in layout.consent_parts
        for part in agreed.parts
        if part not in layout.part_ids
    )
    repeating = {section.id for section in content.questionnaire.sections if section.repeats}
    groups = [group for part in parts for group in part.groups] + [timeline.group for timeline in layout.timelines]
    yield from (
        Problem(where, f"there is no repeating section `{group}`") for group in groups if group not in repeating
    )
    for timeline in layout.timelines:
        if timeline.when in items and content.questionnaire.section_of[timeline.when].id != timeline.group:
            yield Problem(where, f"timeline `{timeline.id}`: `{timeline.when}` is not in section `{timeline.group}`")


def _phrases(where: str, content: Content) -> Iterator[Problem]:
    """Check what page 1 says in sentences: its questions, its options, and the place of the answer."""
    items = content.questionnaire.items
    asked = [phrase.question for phrase in content.layout.phrases]
    asked += [short.question for short in content.layout.short_labels]
    yield from (Problem(where, f"there is no question `{link_id}`") for link_id in asked if link_id not in items)
    for phrase in content.layout.phrases:
        known = items[phrase.question].by_code if phrase.question in items else {}
        wrong = [words.code for words in phrase.words if words.code not in known]
        yield from (Problem(where, f"phrase: `{phrase.question}` has no option `{code}`") for code in wrong)
        left = (phrase.text or "{answer}").replace("{answer}", "", 1)
        if left == phrase.text or "{" in left or "}" in left:
            yield Problem(where, f"phrase: `{phrase.question}`: the text needs {{answer}} once, and no other braces")


def _requests(content: Content) -> Iterator[Problem]:
    """Check that each request is in the band of its tier's level, and that no tier has two."""
    for band in content.bands:
        seen: set[Tier] = set()
        for tier in (request.tier for request in band.requests):
            if tier.level is not band.level:
                yield Problem(f"bands.toml, {band.level.value}", f"the tier {tier.value} does not belong to this level")
            if tier in seen:
                yield Problem(f"bands.toml, {band.level.value}", f"the tier {tier.value} has two requests")
            seen.add(tier)


def _conditions(where: str, conditions: Iterable[Condition], content: Content) -> Iterator[Problem]:
    """Check that the questions of conditions exist and the comparisons make sense for them."""
    for condition in conditions:
        item = content.questionnaire.items.get(condition.question)
        if item is None:
            yield Problem(where, f"there is no question `{condition.question}`")
            continue
        yield from (Problem(where, sentence) for sentence in _comparison(condition, item))


def _comparison(condition: Condition, item: Item) -> Iterator[str]:
    name, operator = item.link_id, condition.operator
    if operator is Operator.EXISTS:
        if not isinstance(condition.answer, bool):
            yield f"`{name}` exists: the answer must be true or false"
        return
    if isinstance(condition.answer, bool):
        yield f"`{name}` {operator.value}: the answer must be an option code, not true or false"
        return
    if item.type in (ItemType.TEXT, ItemType.LINE):
        yield f"`{name}` is a text question; only exists can be used with it"
        return
    for code in condition.codes:
        if code not in item.by_code:
            yield f"`{name}` has no option `{code}`"
    if operator not in (Operator.EQUALS, Operator.NOT_EQUALS):
        if not item.ordered:
            yield f"`{name}` {operator.value} needs a question with ordered = true"
        if len(condition.codes) != 1:
            yield f"`{name}` {operator.value} needs a single code"
