"""The account with which BI tools read the mart, and nothing else."""

from urllib.parse import quote, urlsplit

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection

from service.database.problems import NotMigratedError
from service.database.roles import arranged, one, set_password, take_powers_away
from service.database.schemas import MART, SCHEMAS, VERSION_TABLE_SCHEMA
from service.domain.clocks.calendars.zone import BUSINESS_ZONE

BI_ROLE = "casebook_bi"
BI_LOCK = 4_803_116_502_202
LIMITS = "LOGIN NOINHERIT CONNECTION LIMIT 20"
DEFAULTS: dict[str, str] = {
    "default_transaction_read_only": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "60s",
    "search_path": MART,
}
ROLE = sql.Identifier(BI_ROLE)


def ensure_bi_role(connection: Connection, password: str, zone: str = BUSINESS_ZONE) -> None:
    """Make the role `casebook_bi`, or bring it to this state: it reads all of the schema mart, now and later.

    Works inside the caller's transaction. The role belongs to the whole server: of several databases the last
    password wins. Raises NotMigratedError where the schema mart is missing, MissingPrivilegeError where our
    own account may not make roles.
    """
    arranged(connection, lambda raw: _arrange(raw, password, zone), _remedy)


def bi_url(url: str, password: str | None) -> str | None:
    """Return the URL with which BI tools connect; None where no password was set for them."""
    if password is None:
        return None
    parts = urlsplit(url)
    place = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{BI_ROLE}:{quote(password, safe='')}@{place}").geturl()


def _arrange(raw: psycopg.Connection, password: str, zone: str) -> None:
    raw.execute("SELECT pg_advisory_xact_lock(%s)", (BI_LOCK,))
    if not one(raw, "SELECT to_regnamespace(%s)", MART):
        raise NotMigratedError("The schema mart is missing. Migrate the database first.")
    if not one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", BI_ROLE):
        raw.execute(sql.SQL("CREATE ROLE {role}").format(role=ROLE))
    _limit(raw, password, zone)
    _take_away(raw)
    _open_mart(raw)


def _limit(raw: psycopg.Connection, password: str, zone: str) -> None:
    raw.execute(sql.SQL("ALTER ROLE {role} " + LIMITS).format(role=ROLE))
    set_password(raw, BI_ROLE, password)
    take_powers_away(raw, BI_ROLE)
    for name, value in {**DEFAULTS, "timezone": zone}.items():
        command = sql.SQL("ALTER ROLE {role} SET {name} = {value}")
        raw.execute(command.format(role=ROLE, name=sql.Identifier(name), value=sql.Literal(value)))


def _take_away(raw: psycopg.Connection) -> None:
    """Withdraw what the role may have been given, and what PostgreSQL gives to everybody."""
    database = sql.Identifier(raw.info.dbname)
    raw.execute(sql.SQL("REVOKE CREATE, TEMPORARY ON DATABASE {name} FROM PUBLIC").format(name=database))
    raw.execute(sql.SQL("REVOKE ALL ON DATABASE {name} FROM {role}").format(name=database, role=ROLE))
    raw.execute(sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC"))
    for name in sorted(SCHEMAS | {VERSION_TABLE_SCHEMA}):
        if not one(raw, "SELECT to_regnamespace(%s)", name):
            continue
        schema = sql.Identifier(name)
        for things in (
            "SCHEMA {schema}",
            "ALL TABLES IN SCHEMA {schema}",
            "ALL SEQUENCES IN SCHEMA {schema}",
        ):
            command = sql.SQL("REVOKE ALL ON " + things + " FROM {role}")
            raw.execute(command.format(schema=schema, role=ROLE))


def _open_mart(raw: psycopg.Connection) -> None:
    database, mart = sql.Identifier(raw.info.dbname), sql.Identifier(MART)
    raw.execute(sql.SQL("GRANT CONNECT ON DATABASE {name} TO {role}").format(name=database, role=ROLE))
    raw.execute(sql.SQL("GRANT USAGE ON SCHEMA {mart} TO {role}").format(mart=mart, role=ROLE))
    raw.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {mart} TO {role}").format(mart=mart, role=ROLE))
    later = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {mart} GRANT SELECT ON TABLES TO {role}")
    raw.execute(later.format(mart=mart, role=ROLE))


def _remedy(raw: psycopg.Connection, error: errors.InsufficientPrivilege) -> str:
    return (
        f"The database account {raw.info.user} may not arrange the read-only role {BI_ROLE} "
        f"({error.diag.message_primary}). Let an administrator of the server run "
        f'`ALTER ROLE "{raw.info.user}" CREATEROLE; '
        f'ALTER DATABASE "{raw.info.dbname}" OWNER TO "{raw.info.user}";` '
        f"and, where the role was made by somebody else, `DROP ROLE {BI_ROLE};`."
    )
