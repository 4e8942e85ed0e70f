"""Many records at once: order of work, search, export as a table."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa

from intake.store.database import Database
from intake.store.lists import RecordFilter
from intake.store.permissions import NotPermittedError, Role
from intake.store.schema import AuditRow, Record, RecordStatus
from tests.store.test_records import SAID, START, ids, lists, of

FOLLOW_UPS = RecordFilter((RecordStatus.FOLLOW_UP,))


def with_due(database: Database, urgency: int, days: int, *, owner: str = "amy", region: str | None = None) -> str:
    """Create a record to follow up `days` after START. Returns its id."""
    records = of(database, owner)
    record = records.begin({}, urgency=urgency, card={"name": owner}).head
    due = START + dt.timedelta(days=days)
    records.save(record.id, 1, {}, status=RecordStatus.FOLLOW_UP, due_at=due, region=region)
    return record.id


def test_the_most_urgent_comes_first_then_the_earliest_due(database: Database) -> None:
    late, soon, red = (with_due(database, *case) for case in ((5, 9), (5, 1), (0, 30)))
    assert ids(lists(database).rows(FOLLOW_UPS)) == [red, soon, late]
    assert ids(lists(database).rows(FOLLOW_UPS, limit=2)) == [red, soon]


def test_a_filter_applies_to_the_list_and_its_count(database: Database) -> None:
    amys, beas = with_due(database, 5, 1), with_due(database, 2, 9, owner="bea", region="us-or")
    boss = lists(database, "bo", Role.SUPERVISOR)
    for record_filter, expected in (
        (FOLLOW_UPS, [beas, amys]),
        (RecordFilter(owner="bea"), [beas]),
        (RecordFilter(urgencies=(5,)), [amys]),
        (RecordFilter(due_before=START + dt.timedelta(days=3)), [amys]),
        (RecordFilter(due_from=START + dt.timedelta(days=3)), [beas]),
        (RecordFilter(region="us-or"), [beas]),
        (RecordFilter(begun_before=START), []),
        (RecordFilter((RecordStatus.CLOSED,)), []),
    ):
        assert ids(boss.rows(record_filter)) == expected
        assert boss.count(record_filter) == len(expected)


def test_a_list_shows_cards_without_decrypting_answers(database: Database) -> None:
    of(database).begin(SAID, urgency=3, card={"name": "Z. Q.", "safe": "no message"})
    with database.writing() as session:
        session.execute(sa.update(Record).values(body=b"damaged"))
    assert [row.card for row in lists(database).rows(RecordFilter())] == [{"name": "Z. Q.", "safe": "no message"}]


def test_a_damaged_card_does_not_hide_others(database: Database) -> None:
    damaged = of(database).begin({}, urgency=3, card={"name": "A"}).head.id
    of(database).begin({}, urgency=3, card={"name": "B"})
    with database.writing() as session:
        session.execute(sa.update(Record).where(Record.id == damaged).values(card=b"damaged"))
    assert sorted(row.card.get("name", "-") for row in lists(database).rows(RecordFilter())) == ["-", "B"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("quill", True),
        ("Zach", True),
        ("zacharias QUILL", True),
        ("(555) 010-4477", True),
        ("+1 555 010 4477", True),
        ("4477", True),
        ("555-0199", True),
        ("0199", True),
        ("zachary", False),
        ("quill ng", False),
        ("za", False),
        ("", False),
    ],
)
def test_a_record_is_found_by_names_and_numbers(database: Database, words: str, found: bool) -> None:
    records = of(database)
    record = records.begin(
        SAID, urgency=3, search_terms=["Zacharias Quill", "555-010-4477", "555 0199, only 9-11 am"]
    ).head.id
    records.begin({}, urgency=3, search_terms=["Ng"])
    assert ids(lists(database).find(words)) == ([record] if found else [])


def test_a_name_removed_from_a_record_no_longer_finds_it(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Quill"]).head.id
    records.save(record, 1, {}, search_terms=["Marlow"])
    assert lists(database).find("quill") == ()
    assert ids(lists(database).find("marlow")) == [record]


def test_only_a_supervisor_can_search_inside_notes(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, card={"name": "Z. Q."}).head.id
    for token, text in enumerate(("He fell  twice on the Stairs", "sister calls back")):
        records.add(record, "note", {"text": text}, token=str(token))
    boss = lists(database, "bo", Role.SUPERVISOR)
    assert [(match.card["name"], match.line.seq) for match in boss.search_notes("fell twice on the stairs")] == [
        ("Z. Q.", 1)
    ]
    assert boss.search_notes("uncle") == ()
    assert boss.search_notes("fe") == ()
    with pytest.raises(NotPermittedError):
        lists(database).search_notes("fell")
    with database.reading() as session:
        audited = [(line.action, line.detail) for line in session.scalars(sa.select(AuditRow)) if line.actor == "bo"]
    assert audited == [("search-notes", "{}")] * 2, "who searched is audited, the text is not"


def test_only_a_supervisor_exports_a_table_and_it_is_audited(database: Database) -> None:
    records = of(database)
    for number in range(3):
        records.begin({"n": number}, urgency=3)
    boss = lists(database, "bo", Role.SUPERVISOR)
    assert [row.content for row in boss.export(RecordFilter(), purpose="report", as_what="csv")] == [
        {"n": number} for number in range(3)
    ]
    for name, role in (("amy", Role.INTAKE), ("ada", Role.ADMINISTRATOR)):
        with pytest.raises(NotPermittedError):
            next(lists(database, name, role).export(RecordFilter(), purpose="report", as_what="csv"))
        with pytest.raises(NotPermittedError):
            lists(database, name, role).overview(RecordFilter())
    with database.reading() as session:
        line = session.scalar(sa.select(AuditRow).where(AuditRow.action == "export-many"))
    assert line is not None
    assert line.detail == '{"as_what": "csv", "purpose": "report", "records": 3}'
