"""Run migrations on the application's own engine; triggers and partial indexes are written out in the versions."""

from alembic import context
from flask import current_app

from evaluation.foundation.core.database import db


def run() -> None:
    """One transaction for the whole upgrade, so that a killed one leaves nothing half done."""
    connection = context.config.attributes.get("connection")
    if connection is None:
        with db.engine.connect() as opened:
            migrate(opened)
    else:
        migrate(connection)


def migrate(connection: object) -> None:
    """Configure and run on a connection."""
    context.configure(
        connection=connection,  # type: ignore[arg-type]
        target_metadata=current_app.extensions["migrate"].db.metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
