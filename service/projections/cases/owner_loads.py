"""How many open cases each person answers for. Takes a synchronous connection."""

from uuid import UUID

from sqlalchemy import Connection, func, select

from service.domain.case.readings.owner_choice import Load
from service.projections.cases.table import cases
from service.projections.engine.checkpoints import projection_position


def owner_loads(connection: Connection, but: UUID) -> Load:
    """Return the open cases of each owner by staff id, one case left out, and those merged into others.

    Every event up to `position` is counted, and perhaps newer ones.
    """
    position = projection_position(connection)
    counted = (
        select(cases.c.owner, func.count().label("number"))
        .where(cases.c.status == "open", cases.c.owner.is_not(None), cases.c.case_id != but)
        .where(cases.c.merged_into.is_(None))
        .group_by(cases.c.owner)
    )
    return Load(open_cases={row.owner: row.number for row in connection.execute(counted)}, position=position)
