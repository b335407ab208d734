"""How many accounts each person answers for. Takes a synchronous connection."""

from uuid import UUID

from sqlalchemy import Connection, func, select

from service.domain.account.owner_choice import AccountLoad
from service.projections.accounts import accounts
from service.projections.care.profiles import profiles
from service.projections.engine.checkpoints import projection_position


def account_loads(connection: Connection, but: UUID) -> AccountLoad:
    """Return the accounts under our care of each owner by staff id, one account left out.

    Every event up to `position` is counted, and perhaps newer ones.
    """
    position = projection_position(connection)
    counted = (
        select(accounts.c.owner, func.count().label("number"))
        .select_from(accounts.join(profiles, profiles.c.account_id == accounts.c.account_id))
        .where(accounts.c.owner.is_not(None), profiles.c.closed_at.is_(None), accounts.c.account_id != but)
        .group_by(accounts.c.owner)
    )
    return AccountLoad(
        accounts={row.owner: row.number for row in connection.execute(counted)}, position=position
    )
