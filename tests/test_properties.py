"""Laws that hold for every set of answers a family could give, tried on the real questions and rules."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from intake.config import content_folder
from intake.content import read
from intake.engine import assess, route, truth_of
from intake.model import (
    Absent,
    Answer,
    Assessment,
    Basis,
    Content,
    Finding,
    Item,
    ItemType,
    Level,
    Operator,
    Response,
    Rule,
    RuleKind,
    Tag,
    Tier,
    Truth,
    Value,
)

CONTENT: Content = read(content_folder())
ITEMS = CONTENT.questionnaire.items
CODED = tuple(item for item in ITEMS.values() if item.options)
DANGER = tuple(rule for rule in CONTENT.rules if rule.kind is RuleKind.DANGER)
ON = dt.date(2026, 11, 22)
ABSENT = st.sampled_from([Absent.UNKNOWN, Absent.DECLINED, Absent.NOT_ASKED])
FIRST_STEPS = {
    Tier.RED_911: {"call_911"},
    Tier.RED_ED: {"call_911", "go_to_er"},
    Tier.RED_988: {"call_911", "call_988", "call_988_for_you"},
    Tier.RED_DV: {"call_911", "dv_now"},
}
"""What each RED code asks for: one of these must be among the three steps."""
IN_TIME = {
    Level.RED: {"now"},
    Level.ORANGE: {"now", "today"},
    Level.AMBER: {"now", "today", "three_days"},
    Level.GREEN: {"now", "today", "three_days", "this_week"},
}
"""For each level: when the first step may be due at the latest."""
VIOLENCE = (
    Answer(link_id="fear", value="often"),
    Answer(link_id="fear", value="sometimes"),
    *(Answer(link_id="violence", value=(option.code,)) for option in ITEMS["violence"].options if option.sign),
    Answer(link_id="harmed_by_others", value=("family",)),
    Answer(link_id="children", value=("saw_violence",)),
)

settings.register_profile("properties", parent=settings.get_current_profile_settings() if False else None)
