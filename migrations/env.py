"""Run migrations on the connection that storage/upgrade.py opened, or on `-x data=…`."""

from alembic import context

from hrgrid import schema
from hrgrid.storage.database import Database


def _migrate(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=schema.metadata,
        # One transaction for all steps; the caller began it and commits it.
        transactional_ddl=True,
        transaction_per_migration=False,
    )
    context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    _migrate(given)
else:
    with (
        Database.attach(context.get_x_argument(as_dictionary=True)["data"]) as database,
        database.raw(writes=True) as opened,
    ):
        _migrate(opened)
