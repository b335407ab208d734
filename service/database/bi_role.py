"""The account with which BI tools read the mart, and nothing else.

What a role may not do is a right where PostgreSQL knows one, and a limit that the role cannot unset where it
knows that. Where it knows neither (a session may unset its own `statement_timeout`), `end_long_reads` ends
what lasts: `service/database/bi_watch.py` calls it.
"""

from urllib.parse import quote, urlsplit

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection

from service.database.app_role import APP_ROLE, PROJECTOR_ROLE, ensure_role
from service.database.problems import NotMigratedError
from service.database.roles import arranged, one, set_password, take_powers_away
from service.database.schemas import ACCESS, MART, SCHEMAS, VERSION_TABLE_SCHEMA
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
TEMP_FILE_LIMIT = "2GB"
"""What one of its sessions may write to disk: only a superuser can set it, or unset it."""
ROLE = sql.Identifier(BI_ROLE)

OPEN_TO_ALL = """
    select format('FUNCTION %%I.%%I(%%s)', nspname, proname, pg_get_function_identity_arguments(pg_proc.oid))
    from pg_proc join pg_namespace on pg_namespace.oid = pronamespace
    where nspname = 'pg_catalog' and proname ~ %s and has_function_privilege('public', pg_proc.oid, 'EXECUTE')
"""
ADVISORY = "^pg_(try_)?advisory_"
CLOSED = f"{ADVISORY}|^lo_|^(loread|lowrite|pg_logical_emit_message)$"
"""Functions that PostgreSQL gives to everybody: locks that are ours, large objects, and entries in the WAL
without end, all of them open to a read-only session."""
END_LONG_READS = """
create or replace function access.end_long_reads(seconds double precision) returns bigint
language sql security definer set search_path = pg_catalog, pg_temp as $$
    select count(*) filter (where pg_terminate_backend(pid)) from pg_stat_activity
    where usename = 'casebook_bi' and datname = current_database()
      and xact_start < clock_timestamp() - seconds * interval '1 second'
$$;
revoke all on function access.end_long_reads(double precision) from public
"""


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
    _close_functions(raw)
    _open_mart(raw)
    _have_long_reads_ended(raw)


def _limit(raw: psycopg.Connection, password: str, zone: str) -> None:
    raw.execute(sql.SQL("ALTER ROLE {role} " + LIMITS).format(role=ROLE))
    set_password(raw, BI_ROLE, password)
    take_powers_away(raw, BI_ROLE)
    for name, value in {**DEFAULTS, "timezone": zone}.items():
        command = sql.SQL("ALTER ROLE {role} SET {name} = {value}")
        raw.execute(command.format(role=ROLE, name=sql.Identifier(name), value=sql.Literal(value)))
    if _is_superuser(raw):
        command = sql.SQL("ALTER ROLE {role} SET temp_file_limit = {value}")
        raw.execute(command.format(role=ROLE, value=sql.Literal(TEMP_FILE_LIMIT)))


def _is_superuser(raw: psycopg.Connection) -> bool:
    return raw.info.parameter_status("is_superuser") == "on"


def _close_functions(raw: psycopg.Connection) -> None:
    """Close to everybody what only we need; on a server whose superuser is another, docs name what to run."""
    if not _is_superuser(raw):
        return
    closed = [thing for (thing,) in raw.execute(OPEN_TO_ALL, (CLOSED,))]
    if not closed:
        return
    ensure_role(raw, PROJECTOR_ROLE)
    ours = {thing for (thing,) in raw.execute(OPEN_TO_ALL, (ADVISORY,))}
    for thing in closed:
        raw.execute(sql.SQL("REVOKE EXECUTE ON {} FROM PUBLIC").format(sql.SQL(thing)))
        if thing in ours:
            grant = sql.SQL("GRANT EXECUTE ON {} TO {}")
            raw.execute(grant.format(sql.SQL(thing), sql.Identifier(PROJECTOR_ROLE)))


def _have_long_reads_ended(raw: psycopg.Connection) -> None:
    if not one(raw, "SELECT to_regnamespace(%s)", ACCESS):
        return
    if not _is_superuser(raw) and not one(raw, "SELECT pg_has_role(%s, 'USAGE')", BI_ROLE):
        raw.execute(sql.SQL("GRANT {} TO {}").format(ROLE, sql.Identifier(raw.info.user)))
    raw.execute(END_LONG_READS)
    if one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
        grant = sql.SQL("GRANT EXECUTE ON FUNCTION access.end_long_reads(double precision) TO {}")
        raw.execute(grant.format(sql.Identifier(APP_ROLE)))


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
