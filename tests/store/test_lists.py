"""Many records at once: order of work, search, export as a table."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
import sqlalchemy as sa

from intake.store.calls import Period
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


def test_calls_in_progress_and_follow_ups_are_one_list_by_danger(database: Database) -> None:
    soon, red = with_due(database, 5, 1), with_due(database, 0, 30)
    calling = of(database).begin({}, urgency=5).head.id
    closed = with_due(database, 0, 1)
    of(database).save(closed, 2, {}, status=RecordStatus.CLOSED, closed_at=START)
    to_do = RecordFilter((RecordStatus.CALLING, RecordStatus.FOLLOW_UP))
    assert ids(lists(database).rows(to_do)) == [red, calling, soon]


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


@pytest.mark.parametrize(
    ("stored", "words"),
    [
        ("Đặng Thị Hoa", "Dang"),
        ("Dang", "Đặng"),
        ("O’Brien", "OBrien"),
        ("OBrien", "O'Brien"),
        ("D'Angelo", "d angelo"),
        ("Łukasz", "lukasz"),
        ("Øst", "ost"),
        ("Müller", "Mueller"),
        ("Müller", "muller"),
        ("Weiß", "WEISS"),
        ("Smith\N{NON-BREAKING HYPHEN}Jones", "smith-jones"),
        ("Smith-Jones", "smithjones"),
        ("JeanLuc", "Jean-Luc"),
        ("Jean Luc", "JeanLuc"),
        ("De La Cruz", "delacruz"),
        ("Delacruz", "de la Cruz"),
        ("Mac Donald", "MacDonald"),
        ("MacDonald", "Mac Donald"),
        ("O Brien", "O'Brien"),
        ("OBrien", "o brien"),
        ("O\N{MODIFIER LETTER VERTICAL LINE}Brien", "OBrien"),
        ("O\N{RIGHT DOUBLE QUOTATION MARK}Brien", "OBrien"),
        ("Mueller", "Müller"),
        ("Muller", "Mueller"),
        ("Aase", "Åse"),
        ("Əliyev", "Aliyev"),
        ("Ŋa Example", "nga"),
        ("Maria_Smith", "smith"),
        ("\N{MATHEMATICAL BOLD SCRIPT CAPITAL M}aria", "maria"),
        ("Maria Smith", "Dr. Smith"),
        ("Maria Smith", "Señora Smith"),
        ("Jose\N{COMBINING ACUTE ACCENT}", "José"),
        ("İpek Işık", "ipek isik"),
        ("\uff33\uff4d\uff49\uff54\uff48", "smith"),
        ("王小明", "王"),
        ("王小明", "小明"),
        ("김철수", "철수"),
        ("Пётр", "Петр"),
        ("555\N{NON-BREAKING HYPHEN}010\N{NON-BREAKING HYPHEN}0199", "555-010-0199"),
        ("555\N{EN DASH}010\N{EN DASH}0199", "(555) 010 0199"),
        ("555\N{NO-BREAK SPACE}010\N{NO-BREAK SPACE}0199", "5550100199"),
        ("555-010-0199 (6pm)", "5550100199"),
        ("555-010-0199 6:30", "010-0199"),
        ("555-010-0199", "555-010-0199 (6pm)"),
        ("555-010-0199", "555-010-0199 after 6"),
        ("555-010-0199", "+1 (555) 010-0199 ext. 412"),
        ("555•010•0199", "5550100199"),
        ("[555] 010~0199", "5550100199"),
        ("555_010_0199", "5550100199"),
        ("010-0199 010-0142", "010-0142"),
        ("010-0199 010-0142", "010-0199"),
        ("555-010-0142 / 555-010-0199", "555-010-0199"),
        ("555-010-0142/555-010-0199", "555-010-0142"),
        ("555-010-0142 555-010-0199", "555-010-0142"),
        ("555-010-0142 or 555-010-0199", "555-010-0199"),
        ("+1 555 010 0142 +1 555 010 0199", "555 010 0142"),
        ("(555)010-0199x22", "555-010-0199"),
        ("+1 (555) 010-0199 ext. 4", "5550100199"),
        ("+44 20 7946 0018", "020 7946 0018"),
        ("030/1234567", "030 1234567"),
        ("٥٥٥٠١٠٠١٩٩", "555-010-0199"),
        ("\uff15\uff15\uff15-010-0199", "555-010-0199"),
    ],
)
def test_names_and_numbers_are_found_however_people_write_them(database: Database, stored: str, words: str) -> None:
    record = of(database).begin(SAID, urgency=3, search_terms=[stored]).head.id
    assert ids(lists(database).find(words)) == [record]


def test_a_caller_is_recognized_however_name_and_number_are_written(database: Database) -> None:
    record = of(database).begin(SAID, urgency=3, search_terms=["Đặng", "555-010-0142 / 555-010-0199 (6pm)"]).head.id
    for names, numbers in ((["Dang"], []), ([], ["555\N{EN DASH}010\N{EN DASH}0199"])):
        assert [known.row.head.id for known in lists(database).match(names, numbers, besides="")] == [record]


def test_a_record_is_found_by_its_short_number(database: Database) -> None:
    records = of(database)
    record = records.begin(SAID, urgency=3, search_terms=["Quill"]).head.id
    records.begin({}, urgency=3)
    for number in (record[:6], f" {record[:8].upper()} ", record):
        assert ids(lists(database).find(number)) == [record]
    assert lists(database).find(record[:5]) == ()
    (of_someone_else,) = lists(database, "bea").find(record[:6])
    assert of_someone_else.guarded, "it opens with a reason"
    assert replace(lists(database, "bea"), share_open_cases=False).find(record[:6]) == ()


def test_every_call_about_a_case_counts_with_its_worker_and_outcome(database: Database) -> None:
    """A second call, and a follow-up that was made outside of a call at the desk."""
    amy, sue = of(database, "amy"), of(database, "sue", Role.SUPERVISOR)
    record = amy.begin({}, urgency=3, region="us-or").head.id
    amy.save(record, 1, {}, status=RecordStatus.FOLLOW_UP, outcome="referred", finished_at=START)
    sue.start_call(record)
    sue.save(record, 2, {}, status=RecordStatus.FOLLOW_UP, urgency=0)
    amy.save(record, 3, {}, status=RecordStatus.CLOSED, outcome="first_visit", followed_up_at=START, closed_at=START)
    calls = lists(database, "bo", Role.SUPERVISOR).overview(Period())
    assert [(call.worker, call.outcome, call.region) for call in calls] == [
        ("amy", "referred", "us-or"),
        ("sue", None, "us-or"),
        ("amy", "first_visit", "us-or"),
    ]
    assert {call.record_id for call in calls} == {record}
    assert calls[0].next_at == calls[1].began_at
    assert calls[2].ended_at == calls[2].began_at
    later = Period(begun_from=START + dt.timedelta(days=9999))
    assert lists(database, "bo", Role.SUPERVISOR).overview(later) == ()


def test_the_next_contact_may_be_after_the_period(database: Database) -> None:
    amy = of(database)
    record = amy.begin({}, urgency=3).head.id
    amy.save(record, 1, {}, status=RecordStatus.FOLLOW_UP, outcome="referred", finished_at=START)
    amy.start_call(record)
    first, second = lists(database, "bo", Role.SUPERVISOR).overview(Period())
    only = lists(database, "bo", Role.SUPERVISOR).overview(Period(begun_before=second.began_at))
    assert only == (first,)
    assert only[0].next_at == second.began_at


def test_calls_and_events_are_exported_without_texts(database: Database) -> None:
    amy, boss = of(database), lists(database, "bo", Role.SUPERVISOR)
    record = amy.begin(SAID, urgency=3).head.id
    amy.add(record, "note", {"text": "He fell"}, token="t")
    amy.save(record, 1, {}, status=RecordStatus.CLOSED, outcome="referred")
    ((of_record, call),) = boss.export_calls(RecordFilter(), purpose="report", as_what="csv calls")
    assert (of_record, call.worker, call.outcome) == (record, "amy", "referred")
    (event,) = boss.export_events(RecordFilter(), purpose="report", as_what="csv events")
    assert (event.record_id, event.kind, event.by) == (record, "note", "amy")
    assert list(boss.export_events(RecordFilter(owner="bea"), purpose="report", as_what="csv")) == []
    with database.reading() as session:
        audited = [line.detail for line in session.scalars(sa.select(AuditRow)) if line.action == "export-many"]
    assert ["csv calls" in audited[0], "csv events" in audited[1]] == [True, True]


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
            lists(database, name, role).overview(Period())
        for export in (lists(database, name, role).export_calls, lists(database, name, role).export_events):
            with pytest.raises(NotPermittedError):
                next(export(RecordFilter(), purpose="report", as_what="csv"))
    with database.reading() as session:
        line = session.scalar(sa.select(AuditRow).where(AuditRow.action == "export-many"))
    assert line is not None
    assert line.detail == '{"as_what": "csv", "purpose": "report", "records": 3}'
