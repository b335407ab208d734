"""The account that writes the record and reads for the API: it may do what `MAY` says, and nothing else."""

from collections.abc import Mapping
from typing import LiteralString

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection

from service.database.engine import parsed_url
from service.database.problems import NotMigratedError
from service.database.roles import arranged, one, take_powers_away
from service.database.schemas import MART, PROJECTIONS, SCHEMAS

APP_ROLE = "casebook_app"
APP_LOCK = 4_803_116_502_204
ROLE = sql.Identifier(APP_ROLE)
MAY: Mapping[str, tuple[LiteralString, ...]] = {
    "SCHEMA es": ("USAGE",),
    "SCHEMA access": ("USAGE",),
    "SCHEMA proj": ("USAGE",),
    "SCHEMA mart": ("USAGE",),
    "SCHEMA files": ("USAGE",),
    "TABLE es.events": ("SELECT", "INSERT"),
    "TABLE es.head": ("SELECT", "UPDATE (position)"),
    "TABLE es.snapshots": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    "TABLE access.api_keys": ("SELECT",),
    "TABLE access.survey_links": ("SELECT", "INSERT"),
    "TABLE files.contents": ("SELECT", "INSERT"),
}
"""Every privilege of the role, as GRANT writes it, but for what it reads whole.

A table that is not named here is closed to it."""
READ_WHOLE = (PROJECTIONS, MART)
"""Schemas of which it reads every table and view: what stands there is derived."""

SET_ROLE_SINCE = 160_000  # from PostgreSQL 16 on a member of a role need not be allowed to take it
THINGS = """
select 'SCHEMA ' || quote_ident(nspname) from pg_namespace where nspname = any(%s)
union all
select format('TABLE %%I.%%I', nspname, relname)
from pg_class join pg_namespace on pg_namespace.oid = relnamespace
where nspname = any(%s) and relkind in ('r', 'p', 'v')
"""
HELD = """
with mine as (select oid as me from pg_roles where rolname = %(role)s),
ours as (
    select format(case relkind when 'S' then 'SEQUENCE %%I.%%I' else 'TABLE %%I.%%I' end, nspname, relname)
           as thing, pg_class.oid as table_id, relacl
    from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = any(%(schemas)s) and relkind in ('r', 'p', 'v', 'm', 'f', 'S')
)
select 'SCHEMA ' || quote_ident(nspname), privilege_type
from mine, pg_namespace, aclexplode(nspacl) where grantee = me and nspname = any(%(schemas)s)
union all
select thing, privilege_type from mine, ours, aclexplode(relacl) where grantee = me
union all
select thing, format('%%s (%%I)', privilege_type, attname)
from mine, ours join pg_attribute on attrelid = table_id, aclexplode(attacl) where grantee = me
"""


def ensure_app_role(connection: Connection) -> None:
    """Make the role `casebook_app` (without login), let our own account take it, and give it what `MAY` says.

    Works inside the caller's transaction, after the migrations; where all is so already nothing is written.
    The role belongs to the whole server, its privileges to this database. Raises NotMigratedError before the
    migrations, MissingPrivilegeError where our own account may not arrange the role.
    """
    arranged(connection, _arrange, _remedy)


def as_application(url: str) -> str:
    """Return the URL that connects as `casebook_app`: the same login, which takes the role at once."""
    parsed = parsed_url(url)
    given = parsed.query.get("options", ())
    options = " ".join((*((given,) if isinstance(given, str) else given), f"-crole={APP_ROLE}"))
    return parsed.update_query_dict({"options": options}).render_as_string(hide_password=False)


def grant_privileges(raw: psycopg.Connection) -> None:
    """Give the role what `MAY` says of the tables that are there, and take away what else it holds.

    Before the role is made there is nothing to give.
    """
    if not one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
        return
    schemas = sorted(SCHEMAS)
    there = {thing for (thing,) in raw.execute(THINGS, (schemas, schemas))}
    wanted = {(thing, right) for thing, rights in MAY.items() if thing in there for right in rights}
    derived = tuple(f"TABLE {schema}." for schema in READ_WHOLE)
    wanted |= {(thing, "SELECT") for thing in there if thing.startswith(derived)}
    held = set(raw.execute(HELD, {"role": APP_ROLE, "schemas": schemas}).fetchall())
    for command, pairs in (
        ("REVOKE {} ON {} FROM {}", held - wanted),
        ("GRANT {} ON {} TO {}", wanted - held),
    ):
        for thing, right in sorted(pairs):
            # Both come from `MAY` or, quoted already, from the catalogue.
            raw.execute(sql.SQL(command).format(sql.SQL(right), sql.SQL(thing), ROLE))
    if f"SCHEMA {MART}" in there:
        later = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO {}")
        raw.execute(later.format(sql.Identifier(MART), ROLE))


def _arrange(raw: psycopg.Connection) -> None:
    raw.execute("SELECT pg_advisory_xact_lock(%s)", (APP_LOCK,))
    if not one(raw, "SELECT to_regclass(%s)", "es.events"):
        raise NotMigratedError("The table es.events is missing. Migrate the database first.")
    if not one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", APP_ROLE):
        raw.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(ROLE))
    take_powers_away(raw, APP_ROLE)
    may_take = "SET" if raw.info.server_version >= SET_ROLE_SINCE else "MEMBER"
    if not one(raw, "SELECT pg_has_role(%s, %s)", APP_ROLE, may_take):
        raw.execute(sql.SQL("GRANT {} TO {}").format(ROLE, sql.Identifier(raw.info.user)))
    grant_privileges(raw)


def _remedy(raw: psycopg.Connection, error: errors.InsufficientPrivilege) -> str:
    return (
        f"The database account {raw.info.user} may not arrange the role {APP_ROLE} "
        f"({error.diag.message_primary}). Let an administrator of the server run "
        f"`CREATE ROLE {APP_ROLE} NOLOGIN;` (unless it is there already) and "
        f'`GRANT {APP_ROLE} TO "{raw.info.user}";`, and let "{raw.info.user}" own the schemas of Casebook.'
    )
