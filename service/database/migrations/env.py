"""Run by alembic on each command; connection and wanted tables come from `service.database.migrate`."""

from alembic import context
from sqlalchemy import Connection

from service.database.schemas import SCHEMAS, VERSION_TABLE_SCHEMA


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    return kind != "schema" or name in SCHEMAS


def run() -> None:
    connection = context.config.attributes.get("connection")
    if not isinstance(connection, Connection):
        raise TypeError("migrations run through service.database.migrate, which hands over a connection")
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("target_metadata"),
        include_schemas=True,
        include_name=is_ours,
        version_table_schema=VERSION_TABLE_SCHEMA,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
