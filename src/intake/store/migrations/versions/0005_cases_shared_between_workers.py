"""Let workers open a colleague's case with a reason, hand a case over, and ask for a supervisor."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from intake.store.schema import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this revision."""
    op.create_table(
        "case_access",
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("until", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_case_access_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "name", name=op.f("pk_case_access")),
    )
    op.create_index(op.f("ix_case_access_name_until"), "case_access", ["name", "until"])
    op.create_table(
        "offer",
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(60), nullable=False),
        sa.Column("offered_by", sa.String(60), nullable=False),
        sa.Column("offered_to", sa.String(60), nullable=False),
        sa.Column("offered_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_offer_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_offer")),
    )
    op.create_index(op.f("ix_offer_offered_to"), "offer", ["offered_to"])
    op.create_table(
        "alert",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("record_id", sa.String(32), nullable=False),
        sa.Column("raised_by", sa.String(60), nullable=False),
        sa.Column("raised_at", Instant(), nullable=False),
        sa.Column("answered_by", sa.String(60), nullable=True),
        sa.Column("answered_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_alert_record_id_record"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index(op.f("ix_alert_record_id"), "alert", ["record_id"])
    op.create_index(op.f("ix_alert_answered_at_raised_at"), "alert", ["answered_at", "raised_at"])


def downgrade() -> None:
    """Return to the revision before: reasons and alerts stay in the logs of the cases."""
    for table in ("alert", "offer", "case_access"):
        op.drop_table(table)
