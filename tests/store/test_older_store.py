"""A store that the version before cases wrote opens in this version, with everything in it.

`older_store.sql` is its SQLite database (tables 0002), filled by that version's demo with seven invented families: in
the last one a wife and her sister speak on the same call, which still goes on. `older_store.json` is what that version
exported of each record. The key is that of the tests.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from intake.config import content_folder
from intake.content import read
from intake.domain.answers_json import answers_from
from intake.domain.assessing import assess
from intake.domain.case import Informant
from intake.domain.response import Answer
from intake.domain.routing import route
from intake.saved.migration import migrate_answers
from intake.store import maintenance, record_body
from intake.store.board import Board
from intake.store.database import Database, migrate
from intake.store.encryption import Keyring
from intake.store.index_fields import index_fields_of
from intake.store.lists import Lists, RecordFilter
from intake.store.permissions import Actor, Role
from intake.store.records import Records
from intake.store.schema import Record, RecordStatus
from intake.ui.staff import search_words
from intake.ui.staff.call import stored_case
from tests.store.conftest import KEY

HERE = Path(__file__).parent
CONTENT = read(content_folder())
EXPORTED: list[dict[str, Any]] = json.loads((HERE / "older_store.json").read_text("utf-8"))
BOTH_SPEAK = next(one for one in EXPORTED if one["said_by"])
NOW = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
SUPERVISOR = Actor("sue", Role.SUPERVISOR)
WORKER = Actor("intake", Role.INTAKE)
each_record = pytest.mark.parametrize("exported", EXPORTED, ids=lambda one: str(one["id"])[:6])


@pytest.fixture
def older(tmp_path: Path) -> Iterator[Database]:
    """The older store, brought to this version's tables."""
    file = tmp_path / "older.db"
    with sqlite3.connect(file) as connection:
        connection.executescript((HERE / "older_store.sql").read_text("utf-8"))
    connection.close()
    migrate(f"sqlite:///{file}")
    database = Database(f"sqlite:///{file}", Keyring([KEY]))
    yield database
    database.close()


def records(database: Database, actor: Actor = SUPERVISOR) -> Records:
    return Records(database, actor, lambda: NOW)


def case_of(database: Database, record_id: str) -> stored_case.StoredCase:
    """The case as the desk reads it, on the day it was saved."""
    opened = records(database).open(record_id)
    return stored_case.stored_case(opened.content, CONTENT, opened.head.changed_at, opened.head.changed_at)


def answers_by_key(exported: dict[str, Any]) -> dict[str, Answer]:
    """The answers that the older version exported, with today's names of questions and answers."""
    migrated, _ = migrate_answers(exported["answers"], CONTENT.questionnaire, CONTENT.migrations)
    return dict(answers_from(migrated, CONTENT.questionnaire).by_key)


@each_record
def test_every_record_opens_with_every_answer(older: Database, exported: dict[str, Any]) -> None:
    told = [answer for one in case_of(older, exported["id"]).informants for answer in one.response.answers]
    assert {answer.key: answer for answer in told} == answers_by_key(exported)
    assert len(told) == len(exported["answers"]["answers"]), "nobody repeats what another one said"


@each_record
def test_each_record_is_a_case_with_its_caller(older: Database, exported: dict[str, Any]) -> None:
    """Whoever else spoke on the call is an informant too, and keeps their own answers."""
    case = case_of(older, exported["id"])
    others = set(exported["said_by"].values())
    assert {one.name for one in case.informants} == {"", *others}
    assert len(case.informants) == 1 + len(others)
    for key, name in exported["said_by"].items():
        assert [one.name for one in case.informants if key in one.response.by_key] == [name]


@each_record
def test_no_record_is_less_urgent_than_before(older: Database, exported: dict[str, Any]) -> None:
    """Neither in lists nor read again. The rank 0 is the most urgent."""
    head = records(older).open(exported["id"]).head
    assert head.urgency == exported["urgency"]
    assert head.peak_urgency == exported["urgency"]
    joined = case_of(older, exported["id"]).joined(CONTENT)
    assert assess(CONTENT, joined, head.changed_at.date()).tier.urgency <= exported["urgency"]


@each_record
def test_log_history_and_audit_trail_are_kept(older: Database, exported: dict[str, Any]) -> None:
    of_record = records(older)
    trail = [[line.actor, line.action, line.at.isoformat()] for line in reversed(of_record.access_log(exported["id"]))]
    assert trail == exported["trail"]
    assert [[line.kind, line.by, line.content["text"]] for line in of_record.log(exported["id"])] == exported["log"]
    assert len(of_record.history(exported["id"])) == exported["versions"]
    head = of_record.open(exported["id"]).head
    assert (head.status, head.owner, head.outcome, head.held) == tuple(
        exported[name] for name in ("status", "owner", "outcome", "held")
    )


def test_nothing_in_the_store_is_damaged(older: Database) -> None:
    """Every version and note can be decrypted, and no line of the audit trail is missing."""
    assert maintenance.find_damage(older) == []


@each_record
def test_the_first_call_of_each_case_is_known(older: Database, exported: dict[str, Any]) -> None:
    (call,) = records(older).calls(exported["id"])
    assert call.worker == exported["owner"]
    assert call.informant in {one.id for one in case_of(older, exported["id"]).informants}
    assert (call.ended_at is None) == (exported["status"] == RecordStatus.CALLING)


@each_record
def test_a_record_is_found_by_the_name_and_the_number_of_its_caller(older: Database, exported: dict[str, Any]) -> None:
    lists, answers = Lists(older, SUPERVISOR, lambda: NOW), exported["answers"]["answers"]
    for words in (answers["your_name"], answers["reach_you"]):
        assert [row.head.id for row in lists.find(words)] == [exported["id"]]


def test_today_lists_what_was_open_and_the_board_the_call_in_progress(older: Database) -> None:
    waiting = {one["id"] for one in EXPORTED if one["status"] == RecordStatus.FOLLOW_UP}
    rows = Lists(older, SUPERVISOR, lambda: NOW).rows(RecordFilter((RecordStatus.CALLING, RecordStatus.FOLLOW_UP)))
    assert {row.head.id for row in rows} == {*waiting, BOTH_SPEAK["id"]}
    assert [row.head.peak_urgency for row in rows] == sorted(row.head.peak_urgency for row in rows)
    assert [call.row.head.id for call in Board(older, SUPERVISOR, lambda: NOW).calls()] == [BOTH_SPEAK["id"]]


def test_a_brother_who_denies_everything_takes_nothing_from_an_older_record(older: Database) -> None:
    """The first save by this version keeps both who spoke before, the urgency, and every earlier version."""
    amy, record_id = records(older, WORKER), BOTH_SPEAK["id"]
    opened, before = amy.open(record_id), case_of(older, record_id)
    brother = Informant(
        id="i3",
        name="His brother",
        response=before.response.model_copy(update={"answers": (Answer(link_id="violence", value=("none",)),)}),
    )
    after = stored_case.StoredCase((*before.informants, brother), brother.id)
    joined = after.joined(CONTENT)
    fields = index_fields_of(
        CONTENT, joined, route(CONTENT.questionnaire, joined), assess(CONTENT, joined, NOW.date()).tier
    )
    amy.save(
        record_id,
        opened.head.version,
        {**opened.content, **stored_case.document(brother, before.informants)},
        **fields,
    )
    again = case_of(older, record_id)
    assert {one.name: one.response.by_key for one in again.informants if one.name != brother.name} == {
        one.name: one.response.by_key for one in before.informants
    }
    head = amy.open(record_id).head
    assert (head.urgency, head.peak_urgency) == (opened.head.urgency, opened.head.peak_urgency)
    assert len(amy.history(record_id)) == BOTH_SPEAK["versions"] + 1


def test_records_are_indexed_again_by_the_present_rules(older: Database) -> None:
    """The older version found none of these; what it wrote on the card stays."""
    (before, *_) = Lists(older, SUPERVISOR, lambda: NOW).rows(RecordFilter())
    name, number = "Đặng O’Brien", "555\N{EN DASH}010\N{EN DASH}0188 (6pm)"
    with older.writing() as session:
        record = session.get_one(Record, before.head.id)
        key = older.keyring.unwrap(record.key)
        content = record_body.open_body(key, record.body, record.id, record.version)
        content["answers"]["answers"].update(your_name=name, reach_you=number)
        record.body = record_body.seal_body(key, content, record.id, record.version)
        record.card = record_body.seal_card(key, {**before.card, "your_name": "王小明"}, record.id)
    sought = ("dang obrien", "555-010-0188")
    assert [Lists(older, SUPERVISOR, lambda: NOW).find(words) for words in sought] == [(), ()]
    assert search_words.renew(older) == len(EXPORTED)
    for words in sought:
        (found,) = Lists(older, SUPERVISOR, lambda: NOW).find(words)
        assert found.head.id == before.head.id
        assert found.card == {**before.card, "your_name": "Đ. O."}
    assert search_words.renew(older) == 0
