"""Logins that can do nothing but take one role of ours: what serves works over them.

Whoever gets a statement into a session of the owner is the owner (`RESET ROLE`): on the embedded server and
in most containers a superuser, who runs programs. Behind these logins there is nobody to fall back to.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass

import psycopg
from psycopg import errors, sql

from service.database.app_role import (
    APP_LOCK,
    APP_ROLE,
    PROJECTOR_ROLE,
    as_application,
    ensure_role,
    grant_privileges,
    taking_role,
)
from service.database.engine import create_single_use_engine, libpq_url, open_connection, parsed_url
from service.database.problems import MissingPrivilegeError
from service.database.roles import arranged, one, set_password, take_powers_away

SUFFIXES = {APP_ROLE: "_serves", PROJECTOR_ROLE: "_folds"}
LONGEST_OWNER_BYTES = 50
NAME = "casebook logins"
OTHERS = """
    select 1 from pg_auth_members
    join pg_roles as mine on mine.oid = member join pg_roles as theirs on theirs.oid = roleid
    where mine.rolname = %s and theirs.rolname <> %s
"""


@dataclass(frozen=True)
class Logins:
    """How to connect for serving and for folding. `why_shared` says why both use the owner's login."""

    serving_url: str
    folding_url: str
    why_shared: str | None = None


def own_logins(url: str) -> Logins:
    """Make the two logins on a migrated database, or bring them to this state; where we may not, say why.

    Their passwords follow from the owner's: nothing more is kept, and all processes know them.
    """
    engine = create_single_use_engine(url, application_name=NAME)
    with open_connection(engine) as connection:
        raw = connection.connection.driver_connection
        if not isinstance(raw, psycopg.Connection) or not raw.info.password:
            return _shared(url, "the owner logs in without a password, from which theirs would follow")
        urls = {role: _url(url, raw.info, role) for role in SUFFIXES}
        try:
            arranged(connection, _arrange, _remedy)
            connection.commit()
            if any(_refusal(each) for each in urls.values()):
                arranged(connection, lambda raw: _set_passwords(raw, urls), _remedy)
                connection.commit()
        except MissingPrivilegeError as error:
            return _shared(url, str(error))
    refusals = [refusal for each in urls.values() if (refusal := _refusal(each))]
    if refusals:
        return _shared(url, refusals[0])
    return Logins(urls[APP_ROLE], urls[PROJECTOR_ROLE])


def login_of(owner: str, role: str) -> str:
    """Return the name of the login that takes a role, by the owner's: a server may hold several records."""
    return owner.encode()[:LONGEST_OWNER_BYTES].decode(errors="ignore") + SUFFIXES[role]


def _shared(url: str, why: str) -> Logins:
    return Logins(as_application(url), url, why)


def _url(url: str, owner: psycopg.ConnectionInfo, role: str) -> str:
    name = login_of(owner.user, role)
    derived = hmac.digest(owner.password.encode(), f"casebook login {name}".encode(), hashlib.sha256)
    password = urlsafe_b64encode(derived).decode().rstrip("=")
    return taking_role(
        parsed_url(url).set(username=name, password=password).render_as_string(hide_password=False), role
    )


def _arrange(raw: psycopg.Connection) -> None:
    raw.execute("SELECT pg_advisory_xact_lock(%s)", (APP_LOCK,))
    for role in SUFFIXES:
        ensure_role(raw, role)
        name = login_of(raw.info.user, role)
        login = sql.Identifier(name)
        if not one(raw, "SELECT 1 FROM pg_roles WHERE rolname = %s", name):
            raw.execute(sql.SQL("CREATE ROLE {} LOGIN NOINHERIT").format(login))
        take_powers_away(raw, name)
        if not one(raw, "SELECT pg_has_role(%s, %s, 'MEMBER')", name, role):
            raw.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(role), login))
        if not one(raw, "SELECT has_database_privilege(%s, current_database(), 'CONNECT')", name):
            database = sql.Identifier(raw.info.dbname)
            raw.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, login))
        if one(raw, OTHERS, name, role):
            raise errors.InsufficientPrivilege(f"{name} may take other roles than {role}")
    grant_privileges(raw)


def _set_passwords(raw: psycopg.Connection, urls: dict[str, str]) -> None:
    for role, url in urls.items():
        set_password(raw, login_of(raw.info.user, role), str(parsed_url(url).password))


def _refusal(url: str) -> str | None:
    """Return why a login cannot be used; None where it can."""
    try:
        psycopg.connect(libpq_url(url), application_name=NAME, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        return f"its login is refused ({str(error).strip().splitlines()[-1]})"
    return None


def _remedy(raw: psycopg.Connection, error: errors.InsufficientPrivilege) -> str:
    user = raw.info.user
    return (
        f"{user} may not make logins for them ({error.diag.message_primary or error}). Let an administrator "
        f'of the server run `ALTER ROLE "{user}" CREATEROLE; GRANT {APP_ROLE} TO "{user}" WITH ADMIN OPTION;`'
    )
