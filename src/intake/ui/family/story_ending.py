"""The end of a story: what the engine says about its case, so that story and rules cannot drift apart."""

from __future__ import annotations

from functools import lru_cache

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import content_folder
from intake.content.cases import ON, completed, declared_cases, response_of
from intake.domain.assessing import assess
from intake.domain.library import Story
from intake.i18n import Translator
from intake.ui.common import html, session


@lru_cache(maxsize=32)
def _brief(case_id: str, language: str) -> Brief:
    content, words = session.content(), session.words()
    base, cases = declared_cases(content_folder())
    case = completed(next(case for case in cases if case.id == case_id), base, content)
    response = response_of(case.answers, content)
    return brief(content, response, assess(content, response, ON), session.now(), words)


def ending(story: Story, words: Translator) -> str:
    """How urgent it is, why, and the next steps, as HTML."""
    ui = words.ui
    result = _brief(story.case, session.language())
    reasons = "".join(html.answer(row) for row in result.reasons)
    steps = html.bullets(f"{step.when}: {step.text}" for step in (*result.steps, *result.also_today))
    return (
        f'<div class="ns-card ns-band-{html.BAND[result.level]}"><h3>{html.safe(result.heading)}</h3>'
        f"{html.so_far(result)}<p>{html.safe(result.text)}</p></div>"
        f"<h3>{html.safe(ui('Because the family told us'))}</h3>{reasons}"
        f"<h3>{html.safe(ui('The next steps'))}</h3>{steps}"
    )
