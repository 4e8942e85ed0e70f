"""The answers and the place of one person's visit.

Answers are stored here and nowhere else: widgets only show them and report changes.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import content_folder, site
from intake.content import load
from intake.domain.answers_json import AnswersError, document_of, read_answers
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment, Finding
from intake.domain.case import Informant, join
from intake.domain.case_json import informants_document, informants_from
from intake.domain.content import Content
from intake.domain.questionnaire import Asked, key_of
from intake.domain.response import Absent, Answer, Response, Value
from intake.domain.routing import route
from intake.domain.rules import Level, Rule, RuleKind, Tier
from intake.i18n import Translator, translator

_RESPONSE = "response"
_OTHERS = "other_informants"
_SPEAKING = "speaking"
_CASE = "case"
OWN_ID = "i1"
"""The informant who answers in the family's own app."""
CALENDAR_BYTES = 16
_LANGUAGE = "language"
SEEN = "dangers_seen"
_WARNED = "warned_of"
CONTRADICTIONS = "contradictions_asked"
CALENDAR = "calendar"
_ASSESSMENT = "assessment"
_APPLYING = "applying"
_BRIEF = "brief_of_this_run"
_PAGE = "page"
WORKING_ON = "working_on"
_WANTS_KEEPING = "wants_keeping"
_TAKEN_OVER = "taken_over"

# Screens that people only pass through: a saved file does not reopen on them.
_PASSED_THROUGH = frozenset(
    (
        *("start", "stay_safe", "danger", "act_now", "you_now", "both_answers", "stop", "summary", "download"),
        *("open_file", "together", "privacy", "erased"),
        *("library", "article", "story", "glossary", "help_now", "call_helper", "for_you"),
    )
)

# Everything that says where a person is. A new key is one line here; its value is a string, number, bool, None or a
# list of these, and is set on st.session_state. A saved file contains `_PLACE` but not `_CHOICES`.
_PLACE = (
    "after_act_now",
    "asked_before",
    "at",
    "danger_return",
    "depth",
    "left_at",
    "open_questions",
    "return_to",
    "then_after_open",
    "topic",
    _PAGE,
    CALENDAR,
    CONTRADICTIONS,
    SEEN,
    WORKING_ON,
)
_CHOICES = (
    "article",
    "article_from",
    "call_helper_from",
    "choose_from",
    "file_left_out",
    "file_other_paper",
    "file_own",
    "file_password",
    "file_wanted",
    "for_you_from",
    "help_from",
    "library_from",
    "library_sought",
    "privacy_return",
    "story",
    "story_from",
    _LANGUAGE,
    _TAKEN_OVER,
    _WANTS_KEEPING,
    _WARNED,
    "scene",
    "scene_path",
)
_SNAPSHOT = 1  # the version of the format of `snapshot`
_DAY = 2  # hyphens in a date that names a day
_LONGEST_VALUE = 200  # characters
_LONGEST_LIST = 4_000


def language() -> str:
    """The language of the screens."""
    languages = site().languages
    # A run asks hundreds of times, and a look-up in the session takes as long as drawing a line of text.
    return languages[0] if len(languages) == 1 else str(st.session_state.get(_LANGUAGE, languages[0]))


def words() -> Translator:
    """The translator of the screens' own texts."""
    return translator(language(), content_folder() / "locales")


def content() -> Content:
    """Questions, rules and texts in the language of the screens."""
    return load(language())


def response() -> Response:
    """All answers so far."""
    response: Response | None = st.session_state.get(_RESPONSE)
    if response is None:
        response = Response(content_version=content().questionnaire.version, language=language())
        st.session_state[_RESPONSE] = response
    return response


def others() -> tuple[Informant, ...]:
    """What other people told about the same case; empty for a family that answers alone."""
    others: tuple[Informant, ...] = st.session_state.get(_OTHERS, ())
    return others


def speaking() -> Informant:
    """The person who answers now, with their answers."""
    person: Informant = st.session_state.get(_SPEAKING) or Informant(id=OWN_ID, response=response())
    return person if person.response is response() else person.model_copy(update={"response": response()})


def set_informants(speaker: Informant, rest: tuple[Informant, ...]) -> None:
    """Set who answers now, whose answers are those of the session, and what the others told."""
    st.session_state[_SPEAKING], st.session_state[_OTHERS] = speaker, rest


def case() -> Response:
    """The answers of everybody, read together; those of the session if nobody else told anything."""
    rest, answers = others(), response()
    if not rest:
        return answers
    made_for, cached = st.session_state.get(_CASE, (None, None))
    if made_for is None or made_for[0] is not answers or made_for[1] is not rest:
        person = speaking()
        cached = join(content().questionnaire, (person, *rest), speaking=person.id)
        st.session_state[_CASE] = ((answers, rest), cached)
    result: Response = cached
    return result


def record(answer: Answer) -> None:
    """Record an answer in place of any earlier one to the same question."""
    st.session_state[_RESPONSE] = response().with_answer(answer)


def record_value(asked: Asked, value: Value) -> None:
    """Record a value in place of the earlier answer, and keep how the person knows it."""
    item, entry = asked
    before = response().by_key.get(asked.key)
    basis, as_of = (before.basis, before.as_of) if before is not None else (None, None)
    if item.dated and as_of is not None and as_of.count("-") == _DAY:
        as_of = None  # people pick no day: it came from a saved file, and this answer is from today
    record(Answer(link_id=item.link_id, entry=entry, value=value, basis=basis, as_of=as_of))


def applying() -> tuple[Asked, ...]:
    """The questions that apply to the answers so far; cached for each set of answers."""
    answers, questionnaire = case(), content().questionnaire
    made_for, cached = st.session_state.get(_APPLYING, (None, ()))
    if made_for is None or made_for[0] is not answers or made_for[1] is not questionnaire:
        cached = route(questionnaire, answers)
        st.session_state[_APPLYING] = ((answers, questionnaire), cached)
    result: tuple[Asked, ...] = cached
    return result


def record_shown(*questions: Asked) -> None:
    """Record that questions were shown; those without an answer count as skipped."""
    for item, entry in questions:
        if key_of(item.link_id, entry) not in response().by_key:
            record(Answer(link_id=item.link_id, entry=entry, absent=Absent.NOT_ASKED))


def remove_entry(entry: str) -> None:
    """Remove all answers about one entry."""
    st.session_state[_RESPONSE] = response().without_entry(entry)


def assessment() -> Assessment:
    """What the answers so far mean; cached for each set of answers, because a run asks for it several times."""
    answers, locale, today = case(), language(), now().date()
    made_for, cached = st.session_state.get(_ASSESSMENT, (None, None))
    if cached is None or made_for[0] is not answers or made_for[1:] != (locale, today):
        cached = assess(content(), answers, today)
        st.session_state[_ASSESSMENT] = ((answers, locale, today), cached)
    result: Assessment = cached
    return result


def current_brief() -> Brief:
    """Answers and assessment in words; cached until the run ends, because a run asks for it several times."""
    meaning = assessment()
    made_for, cached = st.session_state.get(_BRIEF, (None, None))
    if made_for is not meaning:
        cached = brief(content(), case(), meaning, now(), words())
        st.session_state[_BRIEF] = (meaning, cached)
    result: Brief = cached
    return result


def end_run() -> None:
    """Drop what is cached for one run only: a brief is large, and most runs need none."""
    st.session_state.pop(_BRIEF, None)


def calendar_id() -> str:
    """The random id of this family's calendar entries, kept with the answers so that a later file updates them."""
    known: str = st.session_state.setdefault(CALENDAR, secrets.token_hex(CALENDAR_BYTES))
    return known


def country_is_known() -> bool:
    """Whether the person said which country their loved one is in."""
    answer = response().by_key.get(content().place.country)
    return answer is not None and answer.given


def now() -> dt.datetime:
    """The current time in the browser's time zone, or in the server's if the browser reports none."""
    try:
        return dt.datetime.now(ZoneInfo(st.context.timezone or ""))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return dt.datetime.now().astimezone()


def answered() -> int:
    """How many questions have a value, or were answered "I do not know" or "I would rather not say"."""
    return sum(answer.absent is not Absent.NOT_ASKED for answer in response().answers)


def new_dangers() -> tuple[Tier, ...]:
    """RED findings that the person has not been shown yet, except those that `new_warnings` is about."""
    seen = st.session_state.get(SEEN, ())
    return tuple(tier for tier in _dangers() if tier not in seen)


def not_shown_yet() -> tuple[Finding, ...]:
    """The findings behind `new_dangers`, `new_warnings` and `new_contradictions`."""
    tiers, pages, rules = new_dangers(), (*new_warnings(), *new_contradictions()), content().rule
    return tuple(
        finding
        for finding in assessment().met
        if rules[finding.rule] in pages or (not rules[finding.rule].at_once and rules[finding.rule].tier in tiers)
    )


def mark_dangers_seen() -> None:
    """Remember that the page for the current dangers was shown."""
    st.session_state[SEEN] = _dangers()


def _dangers() -> tuple[Tier, ...]:
    """The RED tiers of rules that `warnings` is not about: a saved file contains which of them were shown."""
    met = (content().rule[finding.rule] for finding in assessment().met)
    tiers = {rule.tier for rule in met if rule.tier and not rule.at_once}
    return tuple(tier for tier in assessment().tiers if tier in tiers and tier.level is Level.RED)


def new_warnings() -> tuple[Rule, ...]:
    """The warnings that the person has not been shown yet."""
    seen = st.session_state.get(_WARNED, ())
    return tuple(rule for rule in warnings() if rule.id not in seen)


def warnings() -> tuple[Rule, ...]:
    """The rules that are met and to be shown as soon as they are, whatever their level; see `Rule.at_once`."""
    met = (content().rule[finding.rule] for finding in assessment().met)
    return tuple(rule for rule in met if rule.at_once)


def mark_warnings_seen() -> None:
    """Remember that the page for the current warnings was shown."""
    st.session_state[_WARNED] = tuple(rule.id for rule in warnings())


def new_contradictions() -> tuple[Rule, ...]:
    """Contradictions that the person has not been asked about yet."""
    asked = st.session_state.get(CONTRADICTIONS, ())
    met = (content().rule[finding.rule] for finding in assessment().met)
    return tuple(rule for rule in met if rule.kind is RuleKind.CONTRADICTION and rule.id not in asked)


def contradiction() -> tuple[Finding, ...]:
    """What to ask about next: the findings of the first new contradiction and of all that say the same."""
    new = new_contradictions()
    same = {rule.id for rule in new if rule.title == new[0].title}
    return tuple(finding for finding in assessment().met if finding.rule in same)


def mark_asked_about(rules: Iterable[Rule]) -> None:
    """Remember that the person was asked about these contradictions."""
    st.session_state[CONTRADICTIONS] = (*st.session_state.get(CONTRADICTIONS, ()), *(rule.id for rule in rules))


def forget_warnings() -> None:
    """Forget which warnings were shown: the answers are others."""
    st.session_state.pop(_WARNED, None)


# --- leaving and coming back -------------------------------------------------------------------------------------


def set_page(page: str) -> None:
    """Remember the current screen, so that a person who comes back returns to it."""
    st.session_state[_PAGE] = page
    if page not in _PASSED_THROUGH:
        st.session_state[WORKING_ON] = page


def page() -> str:
    """The last screen shown."""
    return str(st.session_state.get(_PAGE, "start"))


def working_on() -> str:
    """The last screen that people do not just pass through; "" if there was none yet."""
    return str(st.session_state.get(WORKING_ON) or "")


def tab_storage_choice() -> bool | None:
    """Whether the person wants this tab to keep the answers when the page is reloaded; None if they did not choose."""
    choice: bool | None = st.session_state.get(_WANTS_KEEPING)
    return choice


def choose_tab_storage(*, keep: bool) -> None:
    """Remember the person's choice about keeping the answers in this tab."""
    st.session_state[_WANTS_KEEPING] = keep


def is_empty() -> bool:
    """Whether there is nothing to keep."""
    return not response().answers and language() == site().languages[0] and tab_storage_choice() is None


VisitState = tuple[Response, dict[str, Any], dict[str, Any], tuple[Informant, ...]]
"""Answers, place, choices, and what other people told, at one moment."""


def visit_state() -> VisitState:
    """Everything to keep: answers, place, choices, and what other people told."""
    state = st.session_state.to_dict()  # one call: each single lookup costs as much as rendering a field
    return response(), _selected(state, _PLACE), _selected(state, _CHOICES), others()


def snapshot(state: VisitState | None = None) -> dict[str, Any]:
    """Everything to keep, now or from an earlier `visit_state`, JSON-ready. `restore` reads it."""
    answers, where, choices, rest = state or visit_state()
    kept = {"version": _SNAPSHOT, "answers": document_of(answers), "place": where, "choices": choices}
    return {**kept, "others": informants_document(rest)} if rest else kept


def place() -> dict[str, Any]:
    """Where the person is, JSON-ready and without answers."""
    return _selected(st.session_state.to_dict(), _PLACE)


def field_keys(kind: str, name: str, *parts: str) -> dict[str, str]:
    """The widget keys of fields that show answers or choices, by the part that each field shows.

    A key contains the language, because Streamlit loses the selection when the labels change under one key. It changes
    when the answers are replaced, because a field with the same key would keep showing the old ones.
    """
    start, times = f"{kind}_{name}_{language()}_", times_taken_over()
    return {part: f"{start}{part}{f'~{times}' if times else ''}" for part in parts}


def field_key(kind: str, name: str, part: str = "") -> str:
    """The widget key of one such field."""
    return field_keys(kind, name, part)[part]


def times_taken_over() -> int:
    """How often the answers of this session were replaced."""
    times = st.session_state.get(_TAKEN_OVER)
    return times if isinstance(times, int) else 0


def go_on_with_fields(times: int) -> None:
    """Keep using the fields on screen, which were rendered when answers had been replaced this many times."""
    st.session_state[_TAKEN_OVER] = times


def restore(kept: Mapping[str, Any], *, drawn: bool) -> bool:
    """Restore a snapshot; return whether there was one. Only valid answers and known keys are restored.

    `drawn`: the page on screen has fields of this snapshot, which stay in use. If the questions have changed, the
    answers that are still valid are restored, but not the place.
    """
    if kept.get("version") != _SNAPSHOT:
        return False
    document, version = kept.get("answers"), content().questionnaire.version
    if not isinstance(document, dict):
        return False
    _set_known(kept.get("choices"), _CHOICES)
    times = times_taken_over()
    take_over(_valid_answers(document), kept.get("place") if document.get("content_version") == version else None)
    if "others" in kept:
        _restore_others(kept["others"])
    if drawn:
        go_on_with_fields(times)
    return True


def _restore_others(tables: object) -> None:
    """Restore what other people told, if it is still valid."""
    try:
        rest = informants_from(tables, content().questionnaire, {})
    except AnswersError:
        return
    set_informants(Informant(id=OWN_ID, response=response()), rest)


def take_over(answers: Response, place: Mapping[str, Any] | None) -> None:
    """Replace the answers of the session, and the place, with others. What other people told is forgotten."""
    st.session_state[_TAKEN_OVER] = times_taken_over() + 1
    st.session_state[_RESPONSE] = answers
    for key in (_OTHERS, _SPEAKING, _CASE):
        st.session_state.pop(key, None)
    for key in _PLACE:
        st.session_state.pop(key, None)
    _set_known(place, _PLACE)


def _selected(state: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    """The values of `keys`, with tuples as lists for JSON."""
    values = {key: state[key] for key in keys if key in state}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _set_known(table: object, keys: tuple[str, ...]) -> None:
    """Set the session's `keys` from an untrusted table, skipping values of other types or sizes."""
    if not isinstance(table, Mapping):
        return
    for key in keys:
        value = table.get(key)
        if isinstance(value, list) and len(value) <= _LONGEST_LIST and all(map(_is_small, value)):
            st.session_state[key] = tuple(value)
        elif key in table and _is_small(value):
            st.session_state[key] = value


def _is_small(value: object) -> bool:
    return value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= _LONGEST_VALUE)


def _valid_answers(document: Mapping[str, Any]) -> Response:
    """The answers of a document, without those that are no longer valid."""
    questionnaire = content().questionnaire
    valid = Response(content_version=questionnaire.version, language=language())
    table = document.get("answers")
    if not isinstance(table, dict):
        return valid
    try:
        return valid.model_copy(update={"answers": read_answers(json.dumps({"answers": table}), questionnaire).answers})
    except AnswersError:
        pass
    for key, value in table.items():
        try:
            valid = valid.with_answer(read_answers(json.dumps({"answers": {key: value}}), questionnaire).answers[0])
        except AnswersError:
            continue
    return valid
