"""A summary cut down to the parts that the caller agreed to share.

What follows from all answers together is left out: requests, steps, rules, what is not known. The priority also follows
from all of them, and one worked out from a few would be wrong: it stays only if the caller agreed to share it. Notices
stay, because they say how to handle the file safely, such as that the person it is about must not find out.
"""

from __future__ import annotations

from collections.abc import Iterable

from intake.brief.model import AgreedParts, Brief
from intake.domain.case import without_names
from intake.domain.content import Content
from intake.domain.response import Response
from intake.domain.rules import Level, Tier
from intake.domain.summary_layout import COVER_LISTS, RiskPart


def agreed_parts(content: Content, ids: Iterable[str]) -> AgreedParts:
    """The parts with these ids of `consent_parts`. An id that the layout no longer has adds nothing."""
    wanted = frozenset(ids)
    chosen = [part for part in content.layout.consent_parts if part.id in wanted]
    return AgreedParts(
        titles=tuple(part.title for part in chosen),
        ids=frozenset(layout_id for part in chosen for layout_id in part.parts),
        priority=any(part.priority for part in chosen),
    )


def cut_brief(content: Content, brief: Brief, agreed: AgreedParts) -> Brief:
    """The brief with only these parts. Its answers must be without names unless `names_informants`."""
    link_ids = _link_ids(content, agreed)
    kept = {name: getattr(brief, name) if name in agreed.ids else () for name in COVER_LISTS}
    nothing = brief.medicines.model_copy(update={"rows": (), "groups": ()})
    with_priority = {"reasons": tuple(row for row in brief.reasons if row.link_id in link_ids)}
    without_priority = {"reasons": (), "heading": "", "so_far": "", "text": "", "tier": Tier.OPEN, "level": Level.OPEN}
    followed = (
        *("requests", "steps", "also_today", "contradictions", "indicators", "holds", "kinds", "pathways"),
        *("undecided", "lines", "decisions", "open_questions", "unanswered_safety", "sections", "not_started"),
        *("differences", "informants"),
    )
    return brief.model_copy(
        update={
            **dict.fromkeys(followed, ()),
            **kept,
            **(with_priority if agreed.priority else without_priority),
            "more_reasons": 0,
            "risk": tuple(part for part in brief.risk if part.id in agreed.ids),
            "medicines": brief.medicines if brief.medicines.id in agreed.ids else nothing,
            "parts": tuple(part for part in brief.parts if part.id in agreed.ids),
            "desk": brief.desk and brief.desk.model_copy(update={"told": (), "notes": ()}),
            "agreed": agreed,
        }
    )


def cut_answers(content: Content, response: Response, agreed: AgreedParts) -> Response:
    """The answers to the questions in these parts."""
    link_ids = _link_ids(content, agreed)
    response = response if names_informants(content, agreed) else without_names(response)
    return response.without(*(answer.key for answer in response.answers if answer.link_id not in link_ids))


def names_informants(content: Content, agreed: AgreedParts) -> bool:
    """Whether a file with only these parts may name the informants."""
    naming = content.layout.informant
    return naming is None or naming.name in _link_ids(content, agreed)


def _link_ids(content: Content, agreed: AgreedParts) -> frozenset[str]:
    """The questions in these parts, including those of their repeating sections."""
    layout, sections = content.layout, content.questionnaire.section
    link_ids: set[str] = {link_id for name in agreed.ids & {*COVER_LISTS} for link_id in getattr(layout, name)}
    for part in (*layout.risk, layout.medicines, *layout.parts):
        if part.id not in agreed.ids:
            continue
        link_ids |= {*part.items, *(item.link_id for group in part.groups for item in sections[group].items)}
        if isinstance(part, RiskPart):
            link_ids |= {*part.context, *part.gate}
    return frozenset(link_ids)
