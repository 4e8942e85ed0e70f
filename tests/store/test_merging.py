"""Two records about one family: merged into one case, a call continued in a known case, and the merge undone."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
import sqlalchemy as sa

from intake.domain.consent import Recipient
from intake.store.alerts import Alerts
from intake.store.board import Board
from intake.store.calls import Period
from intake.store.case_log import FROM
from intake.store.database import Database
from intake.store.index_fields import IndexFields
from intake.store.lists import Lists, RecordFilter
from intake.store.merging import Joined, MergeReason, Merging, Reason
from intake.store.permissions import Actor, NotPermittedError, RecordMergedError, Role
from intake.store.records import DisclosureError, OpenedRecord, RecordGoneError, RecordHead, Records, RecordStateError
from intake.store.retention import Retention
from intake.store.schema import AuditRow, Record, RecordStatus
from intake.store.sharing import AccessReason, Sharing
from tests.store.test_records import START
from tests.store.test_sharing import employ

DUE = START + dt.timedelta(days=1)
SUE = Actor("sue", Role.SUPERVISOR)
WIFE, SISTER = {"answers": {"violence": "hit"}}, {"answers": {"violence": "none"}}
BOTH = {"answers": {"violence": "hit"}, "others": {"violence": "none"}}
WHY = Reason(MergeReason.SAME_FAMILY, "Both call about Ray.")
WRONG = Reason(MergeReason.OTHER_FAMILY, "Another Ray.")


class Clock:
    """A clock that tests set. Every store reads the same one."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> dt.datetime:
        return self.at

    def later(self, **by: float) -> None:
        self.at += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def fields(*names: str, urgency: int = 1, region: str | None = None) -> IndexFields:
    return IndexFields(search_terms=names, card={"name": names[0]}, urgency=urgency, must_ask=2, region=region)


JOINED = Joined(BOTH, fields("Mara Quill", "Nora Quill"), {"i1": "i2", "": "i2"})


def records(database: Database, clock: Clock, actor: Actor) -> Records:
    return Records(database, actor, clock)


def worker(name: str) -> Actor:
    return Actor(name, Role.INTAKE)


def merging(database: Database, clock: Clock, actor: Actor = SUE) -> Merging:
    return Merging(database, actor, clock)


def finished(
    database: Database,
    clock: Clock,
    by: str,
    said: dict[str, Any],
    values: IndexFields,
    status: RecordStatus = RecordStatus.FOLLOW_UP,
) -> RecordHead:
    """A record whose call is over, and that is followed up at nine o'clock next morning."""
    theirs = records(database, clock, worker(by))
    head = theirs.begin(said, **values).head
    clock.later(minutes=10)
    theirs.add(head.id, "danger", {"text": f"{by} called 911"}, token="d")
    clock.later(minutes=5)
    closed = status is RecordStatus.CLOSED
    return theirs.save(
        head.id,
        1,
        said,
        **values,
        status=status,
        finished_at=clock(),
        due_at=None if closed else DUE,
        closed_at=clock() if closed else None,
        outcome="referred",
    )


def wife_and_sister(database: Database, clock: Clock) -> tuple[RecordHead, RecordHead]:
    """The wife's case, urgent, then the sister's, calmer and due sooner."""
    wife = finished(database, clock, "amy", WIFE, fields("Mara Quill", urgency=1))
    clock.later(hours=1)
    sister = finished(database, clock, "bea", SISTER, fields("Nora Quill", urgency=6))
    sooner = DUE - dt.timedelta(hours=3)
    return wife, records(database, clock, worker("bea")).save(
        sister.id, sister.version, SISTER, search_terms=["Nora Quill"], due_at=sooner
    )


def trail(database: Database, record_id: str) -> list[tuple[str, str, dict[str, str]]]:
    with database.reading() as session:
        rows = session.scalars(sa.select(AuditRow).where(AuditRow.record_id == record_id).order_by(AuditRow.seq))
        return [(row.actor, row.action, json.loads(row.detail)) for row in rows]


def opened(database: Database, clock: Clock, record_id: str, actor: Actor = SUE) -> OpenedRecord:
    return records(database, clock, actor).open(record_id)


# --- merge -------------------------------------------------------------------------------------------------------


def test_a_merge_keeps_what_both_records_have(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    clock.later(hours=1)
    head = merging(database, clock).merge(
        sister, wife, Joined(BOTH, fields("Mara Quill", "Nora Quill", urgency=6), {"i1": "i2", "": "i2"}), WHY
    )
    assert head.id == sister.id
    assert (head.owner, head.status) == ("bea", RecordStatus.FOLLOW_UP)
    assert (head.urgency, head.peak_urgency) == (6, 1), "the gravest peak stays"
    assert head.due_at == sister.due_at
    assert opened(database, clock, sister.id).content == BOTH
    boss = records(database, clock, SUE)
    assert [(line.by, line.content["text"], line.content.get(FROM)) for line in boss.log(sister.id)] == [
        ("amy", "amy called 911", wife.id),
        ("bea", "bea called 911", None),
        ("sue", "Both call about Ray.", None),
    ]
    assert [(call.worker, call.informant, call.outcome, call.merged_from) for call in boss.calls(sister.id)] == [
        ("amy", "i2", "referred", wife.id),
        ("bea", "", "referred", None),
    ]
    assert ("sue", "merge", {"other": wife.id, "reason": "same family"}) in trail(database, sister.id)
    assert ("sue", "merged-into", {"other": sister.id, "reason": "same family"}) in trail(database, wife.id)


def test_a_merged_record_is_found_only_as_its_case(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    merging(database, clock).merge(wife, sister, JOINED, WHY)
    for actor in (SUE, worker("amy"), worker("bea")):
        lists = Lists(database, actor, clock)
        assert sister.id not in [row.head.id for row in lists.rows(RecordFilter())]
        for words in ("nora quill", "mara quill", sister.id[:8], wife.id[:8]):
            assert [row.head.id for row in lists.find(words)] == [wife.id]
    boss = Lists(database, SUE, clock)
    assert boss.count(RecordFilter()) == 1
    assert [row.head.id for row in boss.export(RecordFilter(), purpose="x", as_what="csv")] == [wife.id]
    assert len(list(boss.export_calls(RecordFilter(), purpose="x", as_what="csv"))) == 2
    assert [fact.worker for fact in boss.overview(Period())] == ["amy", "bea"], "each call counts once"
    assert {hit.head.id for hit in boss.search_notes("called 911")} == {wife.id}
    for actor in (SUE, worker("bea")):
        with pytest.raises(RecordMergedError):
            records(database, clock, actor).open(sister.id)
        with pytest.raises(RecordMergedError):
            records(database, clock, actor).save(sister.id, sister.version, SISTER)
        with pytest.raises(RecordMergedError):
            Sharing(database, actor, clock).open_with_reason(sister.id, AccessReason.COVERING)


def test_only_a_supervisor_merges(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    with pytest.raises(NotPermittedError):
        merging(database, clock, worker("amy")).merge(wife, sister, JOINED, WHY)
    assert opened(database, clock, sister.id).content == SISTER


def test_no_merge_while_a_call_is_going_on_or_after_someone_changed_a_record(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    with pytest.raises(RecordStateError):
        merging(database, clock).merge(wife, wife, JOINED, WHY)
    boss = records(database, clock, SUE)
    changed = boss.save(sister.id, sister.version, SISTER, search_terms=["Nora Quill"])
    with pytest.raises(RecordStateError):
        merging(database, clock).merge(wife, sister, JOINED, WHY)
    on_call = boss.start_call(sister.id)
    assert on_call.version == changed.version
    with pytest.raises(RecordStateError):
        merging(database, clock).merge(wife, on_call, JOINED, WHY)
    assert opened(database, clock, wife.id).content == WIFE


def test_an_approval_before_a_merge_does_not_cover_what_the_merge_added(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    boss = records(database, clock, SUE)
    for record in (wife, sister):
        boss.approve_disclosure(record.id, reason="court_order", text="Judge Lee")
    boss.export(wife.id, as_what="pdf", to_whom=Recipient.AUTHORITY)
    merging(database, clock).merge(wife, sister, JOINED, WHY)
    with pytest.raises(DisclosureError):
        boss.export(wife.id, as_what="pdf", to_whom=Recipient.AUTHORITY)
    boss.approve_disclosure(wife.id, reason="court_order", text="Judge Lee, about both")
    boss.export(wife.id, as_what="pdf", to_whom=Recipient.AUTHORITY)


def test_a_hold_on_either_record_keeps_both_and_both_are_kept_until_the_later_date(
    database: Database, clock: Clock
) -> None:
    wife = finished(database, clock, "amy", WIFE, fields("Mara Quill"), status=RecordStatus.CLOSED)
    sister = finished(database, clock, "bea", SISTER, fields("Nora Quill", region="us_or"), status=RecordStatus.CLOSED)
    boss = records(database, clock, SUE)
    boss.hold(sister.id, "a court case")
    sister = opened(database, clock, sister.id).head
    head = merging(database, clock).merge(wife, sister, Joined(BOTH, fields("Mara Quill"), {"": "i2"}), WHY)
    assert head.held
    retention = Retention(database, Actor("boss", Role.ADMINISTRATOR), clock, {"closed": 30, "closed us_or": 90})
    clock.later(days=31)
    assert retention.expired() == (), "the sister's record is kept longer in her state"
    clock.later(days=60)
    assert [expired.head.id for expired in retention.expired()] == [wife.id]
    assert retention.purge().held == (wife.id,)
    boss.release(wife.id)
    records(database, clock, Actor("tom", Role.SUPERVISOR)).release(wife.id)
    with pytest.raises(RecordStateError):
        retention.erase(sister.id)
    assert {record.record_id for record in retention.purge().destroyed} == {wife.id, sister.id}
    with database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Record)) == 0


# --- undo --------------------------------------------------------------------------------------------------------


def test_undoing_a_merge_restores_both_and_keeps_what_was_added_since(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    boss, together = records(database, clock, SUE), merging(database, clock)
    head = together.merge(wife, sister, JOINED, WHY)
    clock.later(hours=1)
    boss.add(wife.id, "note", {"text": "The wife wrote."}, token="n")
    (row,) = together.merges(wife.id)
    assert (row.merged_id, row.by, row.informants, row.version) == (sister.id, "sue", ("i2",), head.version)
    restored = Joined(WIFE, fields("Mara Quill", urgency=1), {})
    now = together.undo(row.id, head, restored, WRONG)
    assert (now.owner, now.status, now.peak_urgency, now.due_at) == ("amy", RecordStatus.FOLLOW_UP, 1, wife.due_at)
    assert opened(database, clock, wife.id).content == WIFE
    back = opened(database, clock, sister.id, worker("bea"))
    assert (back.content, back.head) == (SISTER, sister)
    assert [line.content["text"] for line in boss.log(wife.id)] == [
        "amy called 911",
        "Both call about Ray.",
        "The wife wrote.",
        "Another Ray.",
    ]
    assert [line.content["text"] for line in boss.log(sister.id)] == [
        "bea called 911",
        "Both call about Ray.",
        "Another Ray.",
    ]
    assert [call.worker for call in boss.calls(wife.id)] == ["amy"]
    lists = Lists(database, SUE, clock)
    assert {row.head.id for row in lists.find("nora")} == {sister.id}
    assert together.merges(wife.id) == ()
    for record_id in (wife.id, sister.id):
        assert trail(database, record_id)[-1][:2] != ("sue", "merge")
        assert ("unmerge", "other family") in [
            (action, about.get("reason", "")) for _, action, about in trail(database, record_id)
        ]
    with pytest.raises(RecordStateError):
        together.undo(row.id, now, restored, WRONG)


def test_a_hold_and_a_grave_urgency_since_the_merge_stay_after_it_is_undone(database: Database, clock: Clock) -> None:
    wife = finished(database, clock, "amy", WIFE, fields("Mara Quill", urgency=6))
    sister = finished(database, clock, "bea", SISTER, fields("Nora Quill", urgency=1))
    boss, together = records(database, clock, SUE), merging(database, clock)
    head = together.merge(wife, sister, JOINED, WHY)
    (row,) = together.merges(wife.id)
    calm = Joined(WIFE, fields("Mara Quill", urgency=6), {})
    now = together.undo(row.id, head, calm, WRONG)
    assert (now.peak_urgency, now.held) == (6, False), "the peak was that of the other record"
    together.merge(now, opened(database, clock, sister.id).head, JOINED, WHY)
    current = opened(database, clock, wife.id).head
    boss.save(wife.id, current.version, BOTH, urgency=0)
    boss.hold(wife.id, "a court case")
    (row,) = together.merges(wife.id)
    now = together.undo(row.id, opened(database, clock, wife.id).head, calm, WRONG)
    assert (now.peak_urgency, now.held) == (0, True)


def test_the_newest_merge_is_undone_first_and_never_during_a_call(database: Database, clock: Clock) -> None:
    wife, sister = wife_and_sister(database, clock)
    son = finished(database, clock, "cal", SISTER, fields("Sam Quill"))
    together = merging(database, clock)
    head = together.merge(wife, sister, JOINED, WHY)
    head = together.merge(head, son, JOINED, WHY)
    newest, oldest = together.merges(wife.id)
    with pytest.raises(RecordStateError):
        together.undo(oldest.id, head, JOINED, WRONG)
    on_call = records(database, clock, SUE).start_call(wife.id)
    with pytest.raises(RecordStateError):
        together.undo(newest.id, on_call, JOINED, WRONG)
    with pytest.raises(NotPermittedError):
        merging(database, clock, worker("amy")).undo(newest.id, on_call, JOINED, WRONG)


# --- a call in a known case --------------------------------------------------------------------------------------


def a_new_call(database: Database, clock: Clock, by: str = "bea") -> RecordHead:
    theirs = records(database, clock, worker(by))
    head = theirs.begin(SISTER, **fields("Nora Quill", "555-010-4477", urgency=6)).head
    theirs.add(head.id, "note", {"text": "She whispers."}, token="n")
    return head


def test_a_call_goes_on_in_the_case_that_the_caller_belongs_to(database: Database, clock: Clock) -> None:
    wife = finished(database, clock, "amy", WIFE, fields("Mara Quill"))
    new = a_new_call(database, clock)
    Sharing(database, worker("bea"), clock).open_with_reason(wife.id, AccessReason.FAMILY_CALLS)
    head = merging(database, clock, worker("bea")).continue_call(new, wife, JOINED)
    assert (head.id, head.owner, head.status) == (wife.id, "amy", RecordStatus.CALLING)
    assert head.due_at == wife.due_at, "a promised follow-up stays"
    beas = records(database, clock, worker("bea"))
    second = beas.calls(wife.id)[1]
    assert (second.worker, second.informant, second.began_at, second.ended_at) == ("bea", "i2", new.created_at, None)
    assert [line.content["text"] for line in beas.log(wife.id) if line.kind == "note"] == ["She whispers."]
    assert [row.head.id for row in Lists(database, worker("bea"), clock).find("nora quill")] == [wife.id]
    assert ("bea", "merge", {"other": new.id, "reason": "family calls"}) in trail(database, wife.id)
    beas.save(wife.id, head.version, BOTH, status=RecordStatus.FOLLOW_UP, outcome="information")
    assert beas.calls(wife.id)[-1].outcome == "information"
    with pytest.raises(RecordMergedError):
        beas.open(new.id)


def test_a_request_for_a_supervisor_comes_along_and_an_offer_of_the_merged_record_ends(
    database: Database, clock: Clock
) -> None:
    employ(database, "cal")
    wife = finished(database, clock, "bea", WIFE, fields("Mara Quill"))
    new = a_new_call(database, clock)
    Alerts(database, worker("bea"), clock).ask(new.id)
    Sharing(database, worker("bea"), clock).offer(new.id, "cal")
    merging(database, clock, worker("bea")).continue_call(new, wife, JOINED)
    (alert,) = Alerts(database, SUE, clock).waiting()
    assert alert.record_id == wife.id
    assert Sharing(database, worker("cal"), clock).offers_to_me() == ()
    with pytest.raises(RecordGoneError):
        Board(database, SUE, clock).look(new.id)


def test_a_call_goes_on_only_in_an_open_case_without_a_colleague_on_it(database: Database, clock: Clock) -> None:
    new = a_new_call(database, clock)
    beas = merging(database, clock, worker("bea"))
    theirs = records(database, clock, worker("amy")).begin(WIFE, **fields("Mara Quill")).head
    with pytest.raises(NotPermittedError):
        beas.continue_call(new, theirs, JOINED)
    Sharing(database, worker("bea"), clock).open_with_reason(theirs.id, AccessReason.FAMILY_CALLS)
    with pytest.raises(RecordStateError):
        beas.continue_call(new, theirs, JOINED)
    closed = finished(database, clock, "bea", WIFE, fields("Mara Quill"), status=RecordStatus.CLOSED)
    with pytest.raises(RecordStateError):
        beas.continue_call(new, closed, JOINED)
    dropped = records(database, clock, worker("bea")).begin(WIFE, **fields("Mara Quill")).head
    clock.later(minutes=3)
    beas.continue_call(new, dropped, JOINED)
    calls = records(database, clock, worker("bea")).calls(dropped.id)
    assert [call.ended_at is None for call in calls].count(True) == 1, "the dropped call has ended"


def test_who_wants_no_notes_after_going_on_in_a_known_case_leaves_none_in_the_record_begun_for_the_call(
    database: Database, clock: Clock
) -> None:
    wife = finished(database, clock, "bea", WIFE, fields("Mara Quill"))
    clock.later(hours=1)
    new = a_new_call(database, clock)
    head = merging(database, clock, worker("bea")).continue_call(new, wife, JOINED)
    beas = records(database, clock, worker("bea"))
    clock.later(minutes=1)
    beas.save(wife.id, head.version, {**WIFE, "call": {"notes_ok": "no"}})
    assert [line.content["text"] for line in beas.log(wife.id) if line.kind in ("note", "danger")] == ["bea called 911"]
    with database.reading() as session:
        assert session.get(Record, new.id) is None
    assert merging(database, clock).merges(wife.id) == ()


def test_undoing_a_continued_call_gives_it_a_record_of_its_own_again(database: Database, clock: Clock) -> None:
    wife = finished(database, clock, "bea", WIFE, fields("Mara Quill"))
    new = a_new_call(database, clock)
    head = merging(database, clock, worker("bea")).continue_call(new, wife, JOINED)
    clock.later(minutes=20)
    beas = records(database, clock, worker("bea"))
    head = beas.save(wife.id, head.version, BOTH, status=RecordStatus.FOLLOW_UP, outcome="information")
    together = merging(database, clock)
    together.undo(together.merges(wife.id)[0].id, head, Joined(WIFE, fields("Mara Quill"), {}), WRONG)
    (call,) = beas.calls(new.id)
    assert (call.ended_at, call.outcome) == (clock(), "information")
    assert beas.open(new.id).content == SISTER


# --- match -------------------------------------------------------------------------------------------------------


def matches(database: Database, clock: Clock, names: list[str], numbers: list[str], share: bool = True) -> list[Any]:
    lists = Lists(database, worker("bea"), clock, share)
    return [
        (known.row.head.id, known.by_number, known.row.guarded) for known in lists.match(names, numbers, besides="")
    ]


def test_a_callers_name_or_number_finds_open_cases_the_number_first(database: Database, clock: Clock) -> None:
    named = finished(database, clock, "bea", WIFE, fields("Mara Quill"))
    numbered = finished(database, clock, "amy", WIFE, fields("Zoe Reed", "555-010-4477"))
    finished(database, clock, "amy", WIFE, fields("Mara Quill"), status=RecordStatus.CLOSED)
    assert matches(database, clock, ["Mara Quill"], ["+1 (555) 010-4477"]) == [
        (numbered.id, True, True),
        (named.id, False, False),
    ]
    assert matches(database, clock, ["mara quill"], []) == [(named.id, False, False)]
    assert matches(database, clock, [], ["4477"]) == [], "four digits are not a number"
    assert matches(database, clock, ["M. Q."], []) == [], "initials fit too many people"
    assert matches(database, clock, ["Mara Reed"], []) == [], "every word has to match"
    assert matches(database, clock, [], ["555-010-4477"], share=False) == [], "the agency does not share cases"
    with database.reading() as session:
        rows = session.scalars(sa.select(AuditRow).where(AuditRow.action == "match")).all()
    assert len(rows) == 2, "only what was found is in the trail"
    assert "Quill" not in "".join(row.detail for row in rows)


def test_a_match_says_when_they_last_called_and_who_is_on_a_call_with_them(database: Database, clock: Clock) -> None:
    wife = finished(database, clock, "amy", WIFE, fields("Mara Quill"))
    clock.later(hours=2)
    records(database, clock, worker("amy")).start_call(wife.id)
    began = clock()
    clock.later(minutes=1)
    (known,) = Lists(database, worker("bea"), clock).match(["Mara Quill"], [], besides="")
    assert (known.last_call, known.on_call) == (began, "amy")
    assert Lists(database, worker("bea"), clock).match(["Mara Quill"], [], besides=wife.id) == ()
    with pytest.raises(NotPermittedError):
        Lists(database, Actor("boss", Role.ADMINISTRATOR), clock).match(["Mara Quill"], [], besides="")
