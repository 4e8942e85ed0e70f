"""Remember by which rules the search words of a record were written, so that older ones are written again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this revision."""
    with op.batch_alter_table("record") as table:
        table.add_column(sa.Column("word_rules", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table("record") as table:
        table.alter_column("word_rules", server_default=None)


def downgrade() -> None:
    """Return to the revision before: its rules find the names that they wrote; a save writes them again."""
    with op.batch_alter_table("record") as table:
        table.drop_column("word_rules")
