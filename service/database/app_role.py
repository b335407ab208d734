"""The roles in which the program works: each may do what its rights say, and nothing else."""

from collections.abc import Mapping
from typing import LiteralString, NamedTuple

import psycopg
from psycopg import errors, sql
from sqlalchemy import Connection

from service.database.engine import parsed_url
from service.database.problems import NotMigratedError
from service.database.roles import arranged, one, take_powers_away
from service.database.schemas import AS_OF, MART, PROJECTIONS, SCHEMAS

APP_ROLE = "casebook_app"
PROJECTOR_ROLE = "casebook_projector"
APP_LOCK = 4_803_116_502_204
Rights = tuple[LiteralString, ...]
MAY: Mapping[str, Rights] = {
    "SCHEMA es": ("USAGE",),
    "SCHEMA access": ("USAGE",),
    "SCHEMA proj": ("USAGE",),
    "SCHEMA mart": ("USAGE",),
    "SCHEMA files": ("USAGE",),
    "SCHEMA jobs": ("USAGE",),
    **{f"SCHEMA {name}": ("USAGE",) for name in AS_OF},
    "TABLE es.events": ("SELECT", "INSERT"),
    "TABLE es.head": ("SELECT", "UPDATE (position)"),
    "TABLE es.snapshots": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    "TABLE access.api_keys": ("SELECT",),
    "TABLE access.survey_links": ("SELECT", "INSERT"),
    "TABLE access.calendar_feeds": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    "TABLE access.news_marks": ("SELECT", "INSERT", "UPDATE"),
    "TABLE files.contents": ("SELECT", "INSERT"),
    "TABLE jobs.jobs": ("SELECT", "INSERT", "UPDATE", "DELETE"),
    "TABLE jobs.pieces": ("SELECT", "INSERT", "DELETE"),
}
"""Every privilege of the application, as GRANT writes it, but for what it reads whole.

A table that is not named here is closed to it."""


class RoleRights(NamedTuple):
    """What a role may do with named things, and with every table and view of a whole schema."""

    named: Mapping[str, Rights]
    whole: Mapping[str, Rights]


RIGHTS: Mapping[str, RoleRights] = {
    # It reads every table and view of these: what stands there is derived.
    APP_ROLE: RoleRights(MAY, dict.fromkeys((PROJECTIONS, MART, *AS_OF), ("SELECT",))),
    PROJECTOR_ROLE: RoleRights(
        {
            "SCHEMA es": ("USAGE",),
            "SCHEMA proj": ("USAGE",),
            **{f"SCHEMA {name}": ("USAGE",) for name in AS_OF},
            "TABLE es.events": ("SELECT",),
            "TABLE es.head": ("SELECT",),
        },
        {
            PROJECTIONS: ("SELECT", "INSERT", "UPDATE", "DELETE"),
            **dict.fromkeys(AS_OF, ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")),
        },
    ),
}
"""The application writes the record and reads for the API; the projector folds the record into rows."""

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
    return taking_role(url, APP_ROLE)


def taking_role(url: str, role: str) -> str:
    """Return the URL whose login takes a role at once."""
    parsed = parsed_url(url)
    given = parsed.query.get("options", ())
    options = " ".join((*((given,) if isinstance(given, str) else given), f"-crole={role}"))
    return parsed.update_query_dict({"options": options}).render_as_string(hide_password=False)


def grant_privileges(raw: psycopg.Connection) -> None:
    """Give each role what its rights say of the tables that are there, and take away what else it holds.

    Before a role is made there is nothing to give.
    """
    for role in RIGHTS:
        if one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            _grant(raw, role)


def ensure_role(raw: psycopg.Connection, role: str) -> None:
    """Make a role without login where it is missing, and let our own account take it."""
    named = sql.Identifier(role)
    if not one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
        raw.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(named))
    take_powers_away(raw, role)
    may_take = "SET" if raw.info.server_version >= SET_ROLE_SINCE else "MEMBER"
    if not one(raw, "SELECT pg_has_role(%s, %s)", role, may_take):
        raw.execute(sql.SQL("GRANT {} TO {}").format(named, sql.Identifier(raw.info.user)))


def _grant(raw: psycopg.Connection, role: str) -> None:
    rights, schemas = RIGHTS[role], sorted(SCHEMAS | set(AS_OF))
    there = {thing for (thing,) in raw.execute(THINGS, (schemas, schemas))}
    wanted = {(thing, right) for thing, given in rights.named.items() if thing in there for right in given}
    for schema, given in rights.whole.items():
        things = {thing for thing in there if thing.startswith(f"TABLE {schema}.")}
        wanted |= {(thing, right) for thing in things for right in given}
    held = set(raw.execute(HELD, {"role": role, "schemas": schemas}).fetchall())
    for command, pairs in (
        ("REVOKE {} ON {} FROM {}", held - wanted),
        ("GRANT {} ON {} TO {}", wanted - held),
    ):
        for thing, right in sorted(pairs):
            # Both come from the rights or, quoted already, from the catalogue.
            raw.execute(sql.SQL(command).format(sql.SQL(right), sql.SQL(thing), sql.Identifier(role)))
    if MART in rights.whole and f"SCHEMA {MART}" in there:
        later = sql.SQL("ALTER DEFAULT PRIVILEGES IN SCHEMA {} GRANT SELECT ON TABLES TO {}")
        raw.execute(later.format(sql.Identifier(MART), sql.Identifier(role)))


def _arrange(raw: psycopg.Connection) -> None:
    raw.execute("SELECT pg_advisory_xact_lock(%s)", (APP_LOCK,))
    if not one(raw, "SELECT to_regclass(%s)", "es.events"):
        raise NotMigratedError("The table es.events is missing. Migrate the database first.")
    ensure_role(raw, APP_ROLE)
    grant_privileges(raw)


def _remedy(raw: psycopg.Connection, error: errors.InsufficientPrivilege) -> str:
    return (
        f"The database account {raw.info.user} may not arrange the role {APP_ROLE} "
        f"({error.diag.message_primary}). Let an administrator of the server run "
        f"`CREATE ROLE {APP_ROLE} NOLOGIN;` (unless it is there already) and "
        f'`GRANT {APP_ROLE} TO "{raw.info.user}";`, and let "{raw.info.user}" own the schemas of Casebook.'
    )
