"""Say for whom a link is, index the audit trail for its filters, and keep the retention periods that were set."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TRAIL_INDEXES = (["at"], ["actor", "at", "action"], ["action", "at", "actor"], ["record_id", "at"])


def upgrade() -> None:
    """Upgrade to this revision."""
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("for_whom", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.alter_column("for_whom", server_default=None)
    op.create_table(
        "retention_period",
        sa.Column("key", sa.String(length=30), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_retention_period")),
    )
    for columns in _TRAIL_INDEXES:
        op.create_index(_name(columns), "audit", columns, unique=False)
    op.drop_index(op.f("ix_audit_record_id"), "audit")


def downgrade() -> None:
    """Downgrade to the previous revision."""
    op.create_index(op.f("ix_audit_record_id"), "audit", ["record_id"], unique=False)
    for columns in _TRAIL_INDEXES:
        op.drop_index(_name(columns), "audit")
    op.drop_table("retention_period")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_column("for_whom")


def _name(columns: list[str]) -> str:
    return op.f(f"ix_audit_{'_'.join(columns)}")
