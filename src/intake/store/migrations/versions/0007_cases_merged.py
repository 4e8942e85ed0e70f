"""Merge two cases, and keep what undoing the merge needs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.schema import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this revision."""
    op.create_table(
        "case_merge",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("merged_id", sa.String(32), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("by", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("informants", sa.Text(), nullable=False),
        sa.Column("first_line", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("undone_at", Instant(), nullable=True),
        sa.Column("undone_by", sa.String(60), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_merge_record_id_record"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["record.id"], name=op.f("fk_case_merge_merged_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_merge")),
    )
    op.create_index(op.f("ix_case_merge_record_id"), "case_merge", ["record_id"])
    op.create_index(op.f("ix_case_merge_merged_id"), "case_merge", ["merged_id"])
    with op.batch_alter_table("call") as table:
        table.add_column(sa.Column("merged_from", sa.String(32), nullable=True))


def downgrade() -> None:
    """Return to the revision before: merges can no longer be undone; merged records stand as closed ones again."""
    op.execute("DELETE FROM call WHERE merged_from IS NOT NULL")
    op.execute("UPDATE record SET status = 'closed' WHERE status = 'merged'")
    with op.batch_alter_table("call") as table:
        table.drop_column("merged_from")
    op.drop_table("case_merge")
