"""The one record of a person's visit.

Answers live here and nowhere else: widgets only show them and hand in changes.
"""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from intake.config import content_folder, site
from intake.content import load
from intake.engine import assess, route
from intake.language import Translator, translator
from intake.model import Absent, Answer, Asked, Assessment, Content, Level, Response, Tier, Value, key_of
from intake.summary import Brief, brief

_RESPONSE = "response"
_LANGUAGE = "language"
_SEEN = "dangers_seen"
_ASSESSMENT = "assessment"
_APPLYING = "applying"


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
    if _RESPONSE not in st.session_state:
        st.session_state[_RESPONSE] = Response(content_version=content().questionnaire.version, language=language())
    found: Response = st.session_state[_RESPONSE]
    return found


def record(answer: Answer) -> None:
    """Puts one answer in the place of any earlier one to the same question."""
    st.session_state[_RESPONSE] = response().with_answer(answer)


def record_value(asked: Asked, value: Value) -> None:
    """Puts a value in the place of the earlier answer. How the person knows stays as they said it."""
    item, entry = asked
    before = response().by_key.get(asked.key)
    basis, as_of = (before.basis, before.as_of) if before is not None else (None, None)
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
    seen = st.session_state.get(_SEEN, ())
    return tuple(tier for tier in assessment().tiers if tier.level is Level.RED and tier not in seen)


def saw_dangers() -> None:
    """Notes that the page for the present dangers was shown."""
    st.session_state[_SEEN] = assessment().tiers
