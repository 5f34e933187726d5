"""The index by which one finds one's own last step on each matter, without a look at the steps of others."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_transition_account_id_id", table_name="transition")
    op.create_index("ix_transition_account_id_matter_id_id", "transition", ["account_id", "matter_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_transition_account_id_matter_id_id", table_name="transition")
    op.create_index("ix_transition_account_id_id", "transition", ["account_id", "id"], unique=False)
