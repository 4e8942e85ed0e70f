"""Keep the most urgent tier that a record ever had, and its calls one by one.

A record of the version before was one call by its owner, from its creation to the end of the call.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.schema import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this revision."""
    op.create_table(
        "call",
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("worker", sa.String(60), nullable=False),
        sa.Column("informant", sa.String(60), nullable=False),
        sa.Column("began_at", Instant(), nullable=False),
        sa.Column("ended_at", Instant(), nullable=True),
        sa.Column("outcome", sa.String(40), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_call_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "number", name=op.f("pk_call")),
    )
    op.create_index(op.f("ix_call_ended_at_began_at"), "call", ["ended_at", "began_at"])
    op.create_index(op.f("ix_call_began_at"), "call", ["began_at"])
    op.execute(
        "INSERT INTO call (record_id, number, worker, informant, began_at, ended_at, outcome, urgency) "
        "SELECT id, 1, owner, 'i1', created_at, finished_at, outcome, urgency FROM record"
    )
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("peak_urgency", sa.Integer(), nullable=False, server_default="0"))
    op.execute("UPDATE record SET peak_urgency = urgency")
    with op.batch_alter_table("record") as table:
        table.alter_column("peak_urgency", existing_type=sa.Integer(), server_default=None)
    op.create_index(
        op.f("ix_record_status_peak_urgency_due_at_owner"), "record", ["status", "peak_urgency", "due_at", "owner"]
    )


def downgrade() -> None:
    """Return to the revision before: the calls after the first one and the peaks are lost."""
    op.drop_index(op.f("ix_record_status_peak_urgency_due_at_owner"), "record")
    with op.batch_alter_table("record") as table:
        table.drop_column("peak_urgency")
    op.drop_table("call")
