"""The one record of a person's visit.

Answers live here and nowhere else: widgets only show them and hand in changes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import content_folder, site
from intake.content import load
from intake.domain.answers_json import AnswersError, document_of, read_answers
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.content import Content
from intake.domain.questionnaire import Asked, key_of
from intake.domain.response import Absent, Answer, Response, Value
from intake.domain.routing import route
from intake.domain.rules import Level, Tier
from intake.i18n import Translator, translator

_RESPONSE = "response"
_LANGUAGE = "language"
SEEN = "dangers_seen"
_ASSESSMENT = "assessment"
_APPLYING = "applying"
_PAGE = "page"
WORKING_ON = "working_on"
_WANTS_KEEPING = "wants_keeping"
_TAKEN_OVER = "taken_over"

# Screens that people pass through: who comes back with a file does not want to go on there.
_PASSED_THROUGH = frozenset(
    (
        *("start", "stay_safe", "danger", "act_now", "stop", "summary", "download", "open_file", "privacy", "erased"),
        *("library", "article", "story", "glossary", "help_now", "call_helper", "for_you"),
    )
)

# Everything that says where a person is. A new key is one line here; its value is a text, a number, yes or no, nothing,
# or a list of these, and is set on st.session_state. `_PLACE` goes with the answers to another device, `_CHOICES` do
# not.
_PLACE = (
    "after_act_now",
    "asked_before",
    "at",
    "danger_return",
    "depth",
    "return_to",
    "topic",
    _PAGE,
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
)
_SNAPSHOT = 1  # the version of what `snapshot` gives
_DAY = 2  # hyphens in a date that names a day
_LONGEST_VALUE = 200  # characters
_LONGEST_LIST = 4_000


def language() -> str:
    """The language of the screens."""
    return str(st.session_state.get(_LANGUAGE, site().languages[0]))


def words() -> Translator:
    """Translates the screens' own words."""
    return translator(language(), content_folder() / "locales")


def content() -> Content:
    """Questions, rules and texts in the language of the screens."""
    return load(language())


def response() -> Response:
    """All answers so far."""
    found: Response | None = st.session_state.get(_RESPONSE)
    if found is None:
        found = Response(content_version=content().questionnaire.version, language=language())
        st.session_state[_RESPONSE] = found
    return found


def record(answer: Answer) -> None:
    """Puts one answer in the place of any earlier one to the same question."""
    st.session_state[_RESPONSE] = response().with_answer(answer)


def record_value(asked: Asked, value: Value) -> None:
    """Puts a value in the place of the earlier answer. How the person knows stays as they said it."""
    item, entry = asked
    before = response().by_key.get(asked.key)
    basis, as_of = (before.basis, before.as_of) if before is not None else (None, None)
    if item.dated and as_of is not None and as_of.count("-") == _DAY:
        as_of = None  # nobody picks a day: it was that of a saved file, and this answer is of today
    record(Answer(link_id=item.link_id, entry=entry, value=value, basis=basis, as_of=as_of))


def applying() -> tuple[Asked, ...]:
    """The questions that apply to the answers so far. Worked out once for each set of answers."""
    answers, questionnaire = response(), content().questionnaire
    made_for, found = st.session_state.get(_APPLYING, (None, ()))
    if made_for is None or made_for[0] is not answers or made_for[1] is not questionnaire:
        found = route(questionnaire, answers)
        st.session_state[_APPLYING] = ((answers, questionnaire), found)
    result: tuple[Asked, ...] = found
    return result


def passed_over(*questions: Asked) -> None:
    """Notes that questions were shown and left without an answer, where they have none."""
    for item, entry in questions:
        if key_of(item.link_id, entry) not in response().by_key:
            record(Answer(link_id=item.link_id, entry=entry, absent=Absent.NOT_ASKED))


def remove_entry(entry: str) -> None:
    """Takes away everything said of one entry."""
    st.session_state[_RESPONSE] = response().without_entry(entry)


def assessment() -> Assessment:
    """What the answers so far mean. Worked out once for each set of answers: a run asks for it several times."""
    answers, here, today = response(), language(), now().date()
    made_for, found = st.session_state.get(_ASSESSMENT, (None, None))
    if found is None or made_for[0] is not answers or made_for[1:] != (here, today):
        found = assess(content(), answers, today)
        st.session_state[_ASSESSMENT] = ((answers, here, today), found)
    result: Assessment = found
    return result


def current_brief() -> Brief:
    """Answers and assessment in words."""
    return brief(content(), response(), assessment(), now(), words())


def known_place() -> bool:
    """Whether the person said where the one they worry about is."""
    answer = response().by_key.get(content().place.country)
    return answer is not None and answer.given


def now() -> dt.datetime:
    """The time where the person is, as the browser says; the server's zone when it does not."""
    try:
        return dt.datetime.now(ZoneInfo(st.context.timezone or ""))
    except (ZoneInfoNotFoundError, ValueError, TypeError):
        return dt.datetime.now().astimezone()


def answered() -> int:
    """How many questions have a value, or were answered with "I don't know" or "rather not say"."""
    return sum(answer.absent is not Absent.NOT_ASKED for answer in response().answers)


def new_dangers() -> tuple[Tier, ...]:
    """RED findings whose page the person has not been shown yet."""
    seen = st.session_state.get(SEEN, ())
    return tuple(tier for tier in assessment().tiers if tier.level is Level.RED and tier not in seen)


def saw_dangers() -> None:
    """Notes that the page for the present dangers was shown."""
    st.session_state[SEEN] = assessment().tiers


# --- leaving and coming back -------------------------------------------------------------------------------------


def be_on(page: str) -> None:
    """Notes the screen that is drawn, so that a person who comes back finds it again."""
    st.session_state[_PAGE] = page
    if page not in _PASSED_THROUGH:
        st.session_state[WORKING_ON] = page


def page() -> str:
    """The screen that was drawn last."""
    return str(st.session_state.get(_PAGE, "start"))


def working_on() -> str:
    """The last screen on which the person answered or read something; "" before there was one."""
    return str(st.session_state.get(WORKING_ON) or "")


def wants_keeping() -> bool | None:
    """Whether the person said that this tab keeps the answers when the page is loaded again; None when they did not."""
    found: bool | None = st.session_state.get(_WANTS_KEEPING)
    return found


def want_keeping(wanted: bool) -> None:
    """Notes what the person decided about keeping the answers in this tab."""
    st.session_state[_WANTS_KEEPING] = wanted


def is_empty() -> bool:
    """Whether there is nothing a person would miss."""
    return not response().answers and language() == site().languages[0] and wants_keeping() is None


Whereabouts = tuple[Response, dict[str, Any], dict[str, Any]]
"""Answers, place and choices of one moment."""


def whereabouts() -> Whereabouts:
    """Everything a person would miss."""
    here = st.session_state.to_dict()  # at once: each key looked up by itself costs as much as a field
    return response(), _gathered(here, _PLACE), _gathered(here, _CHOICES)


def snapshot(moment: Whereabouts | None = None) -> dict[str, Any]:
    """Everything a person would miss, now or at another moment, JSON-ready. `restore` takes it back."""
    answers, where, chosen = moment or whereabouts()
    return {"version": _SNAPSHOT, "answers": document_of(answers), "place": where, "choices": chosen}


def place() -> dict[str, Any]:
    """Where the person is, JSON-ready and without answers."""
    return _gathered(st.session_state.to_dict(), _PLACE)


def field_keys(kind: str, name: str, *parts: str) -> dict[str, str]:
    """The keys of fields that show what was told or chosen, by the part of it that each shows.

    A key names the language: Streamlit loses what is picked when its words change under one key. And it is another one
    after other answers were taken over: a field with a known key goes on showing what it did.
    """
    start, times = f"{kind}_{name}_{language()}_", times_taken_over()
    return {part: f"{start}{part}{f'~{times}' if times else ''}" for part in parts}


def field_key(kind: str, name: str, part: str = "") -> str:
    """The key of one such field."""
    return field_keys(kind, name, part)[part]


def times_taken_over() -> int:
    """How often other answers were put in the place of those of this session."""
    found = st.session_state.get(_TAKEN_OVER)
    return found if isinstance(found, int) else 0


def go_on_with_fields(times: int) -> None:
    """The fields on the screen, drawn when other answers had been taken over so many times, belong to what is here."""
    st.session_state[_TAKEN_OVER] = times


def restore(kept: Mapping[str, Any], *, drawn: bool) -> bool:
    """Takes a snapshot back; whether there was one to take. Only legal answers and known keys get in.

    `drawn`: whether the page on the screen has fields of this snapshot, which go on. After a change of the questions
    the answers that are still legal are taken, and the place is not.
    """
    if kept.get("version") != _SNAPSHOT:
        return False
    document, version = kept.get("answers"), content().questionnaire.version
    if not isinstance(document, dict):
        return False
    _scatter(kept.get("choices"), _CHOICES)
    times = times_taken_over()
    take_over(_legal(document), kept.get("place") if document.get("content_version") == version else None)
    if drawn:
        go_on_with_fields(times)
    return True


def take_over(found: Response, place: Mapping[str, Any] | None) -> None:
    """Puts other answers, and the place that belongs to them, in the place of what the session holds."""
    st.session_state[_TAKEN_OVER] = times_taken_over() + 1
    st.session_state[_RESPONSE] = found
    for key in _PLACE:
        st.session_state.pop(key, None)
    _scatter(place, _PLACE)


def _gathered(here: Mapping[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
    found = {key: here[key] for key in keys if key in here}
    return {key: list(value) if isinstance(value, tuple) else value for key, value in found.items()}


def _scatter(given: object, keys: tuple[str, ...]) -> None:
    """Sets the known keys of a table whose values are of a kind that can stand there."""
    if not isinstance(given, Mapping):
        return
    for key in keys:
        value = given.get(key)
        if isinstance(value, list) and len(value) <= _LONGEST_LIST and all(map(_is_small, value)):
            st.session_state[key] = tuple(value)
        elif key in given and _is_small(value):
            st.session_state[key] = value


def _is_small(value: object) -> bool:
    return value is None or isinstance(value, bool | int) or (isinstance(value, str) and len(value) <= _LONGEST_VALUE)


def _legal(document: Mapping[str, Any]) -> Response:
    """The answers of a document: all of them, or those that are still legal one by one."""
    questionnaire = content().questionnaire
    found = Response(content_version=questionnaire.version, language=language())
    given = document.get("answers")
    if not isinstance(given, dict):
        return found
    try:
        return found.model_copy(update={"answers": read_answers(json.dumps({"answers": given}), questionnaire).answers})
    except AnswersError:
        pass
    for key, one in given.items():
        try:
            found = found.with_answer(read_answers(json.dumps({"answers": {key: one}}), questionnaire).answers[0])
        except AnswersError:
            continue
    return found
