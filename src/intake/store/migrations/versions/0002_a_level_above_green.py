"""Make room for the tier OPEN between AMBER and GREEN: the urgency of a record is the rank of its tier."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade to this revision: GREEN was 6 and is 7."""
    op.execute("UPDATE record SET urgency = 7 WHERE urgency = 6")


def downgrade() -> None:
    """Return to the revision before: OPEN and GREEN become GREEN."""
    op.execute("UPDATE record SET urgency = 6 WHERE urgency = 7")
