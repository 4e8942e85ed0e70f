"""Invented calls look like real ones at the desk: they are found, and lists say how to get in touch."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from intake.content import load
from intake.domain.response import Response
from intake.store import demo
from intake.store.database import Database, migrate
from intake.store.encryption import Keyring
from intake.store.index_fields import REASON, card_texts
from intake.store.lists import Lists
from intake.store.permissions import Actor, Role

CONTENT = load()
NOW = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.UTC)


def test_an_invented_call_is_found_by_name_and_number_and_its_card_is_filled(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/records.db"
    migrate(url)
    database = Database(url, Keyring([bytes(range(32))]))
    unanswered = Response(content_version=CONTENT.questionnaire.version)
    demo.fill_store(database, CONTENT, [unanswered], 1, NOW)
    lists = Lists(database, Actor("sue", Role.SUPERVISOR), lambda: NOW)
    desk = CONTENT.call_desk
    assert desk.message is not None
    for sought in ("Example", "555-0101"):
        (found,) = lists.find(sought)
        assert found.card[desk.initials_of or ""] == "E. 1."
        assert desk.message.question in [text.question for text in card_texts(CONTENT, found.card)]
        assert found.card[REASON], "the list says why to call"
    database.close()
