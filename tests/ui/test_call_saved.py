"""Nothing typed is lost: a retried save is not a conflict, and the screen lock keeps unsaved fields."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from intake.store.lists import RecordFilter
from intake.store.schema import StaffSession
from intake.ui.staff import store_access
from tests.ui.test_desk_roles import Member, desk, left_alone, opened, shown, take_a_call

__all__ = ["desk"]
UNAVAILABLE = "Records are unavailable right now. Nothing is lost. Try again in a minute."


@pytest.mark.usefixtures("desk")
def test_a_save_whose_response_was_lost_is_not_a_conflict() -> None:
    bea = Member("bea", "intake")
    at = bea.open_app()
    take_a_call(at)
    before = at.session_state["desk_call"]
    next(field for field in at.text_input if field.label == "Your name or initials").set_value("Mara Q.")
    at.run()
    at.session_state["desk_call"] = before
    next(field for field in at.text_input if field.label == "Your name or initials").set_value("Mara Quill-Ng")
    at.run()
    assert "also changed this record" not in shown(at)
    head = store_access.lists(bea.actor).rows(RecordFilter())[0].head
    record = store_access.records(bea.actor).open(head.id)
    assert record.content["answers"]["answers"]["your_name"] == "Mara Quill-Ng"


@pytest.mark.usefixtures("desk")
def test_a_change_by_someone_else_is_reported() -> None:
    at = Member("bea", "intake").open_app()
    take_a_call(at)
    boss = Member("sue", "supervisor").actor
    head = store_access.lists(boss).rows(RecordFilter())[0].head
    opened = store_access.records(boss).open(head.id)
    answers = opened.content["answers"]
    changed = {**answers, "answers": {**answers["answers"], "your_name": "Maria Q."}}
    store_access.records(boss).save(head.id, opened.head.version, {**opened.content, "answers": changed})
    next(field for field in at.text_input if field.label == "Your name or initials").set_value("Mara Q.")
    at.run()
    assert "also changed this record" in shown(at)
    chosen = next(field for field in at.radio if str(field.key).startswith("differ_"))
    assert [option.partition(": ")[2] for option in chosen.options] == ["“Mara Q.”", "“Maria Q.”"]
    chosen.set_value("theirs")
    next(button for button in at.button if button.label == "Save").click()
    at.run()
    assert "also changed this record" not in shown(at)
    assert store_access.records(boss).open(head.id).content["answers"]["answers"]["your_name"] == "Maria Q."


@pytest.mark.usefixtures("desk")
def test_follow_up_text_is_kept_during_the_lock() -> None:
    bea = Member("bea", "intake")
    at = bea.open_app()
    take_a_call(at)
    opened(at, "record")
    at.text_area[0].set_value("They called a doctor.")
    at.run()
    left_alone(bea)
    at.run()
    assert "The screen is locked" in shown(at)
    assert "They called a doctor." not in shown(at)
    with store_access.database().writing() as session:
        session.execute(sa.update(StaffSession).values(locked=False, last_at=store_access.now()))
    at.run()
    assert at.text_area[0].value == "They called a doctor."


@pytest.mark.usefixtures("desk")
def test_every_screen_says_when_the_database_cannot_be_used() -> None:
    bea = Member("bea", "intake")
    at = bea.open_app()

    def fail(_: sa.Connection) -> None:
        raise sa.exc.OperationalError("", None, Exception("the database is locked"))

    engine = store_access.database().engine
    sa.event.listen(engine, "begin", fail)
    try:
        at.run()
        assert UNAVAILABLE in shown(at)
        fresh = bea.open_app()
        assert UNAVAILABLE in shown(fresh)
        assert "You are signed out" not in shown(fresh)
    finally:
        sa.event.remove(engine, "begin", fail)
    at.run()
    assert UNAVAILABLE not in shown(at)
