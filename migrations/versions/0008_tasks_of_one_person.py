"""Indexes of the open tasks of one account and of one person leave out the many that are asked of an office."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def replace_indexes(further: str) -> None:
    for column in ("account_id", "person_id"):
        name = f"ix_task_open_{column.removesuffix('_id')}"
        where = sa.text("closed_at IS NULL" + further.format(column=column))
        op.drop_index(name, table_name="task")
        op.create_index(name, "task", [column], unique=False, sqlite_where=where, postgresql_where=where)


def upgrade() -> None:
    replace_indexes(" AND {column} IS NOT NULL")


def downgrade() -> None:
    replace_indexes("")
