"""Whether figures can be read from the sums now, and how far they are."""

from typing import NamedTuple

from sqlalchemy import Connection, func, select

from service.projections.kpi.rollups.definitions import digest_of
from service.projections.kpi.rollups.tables import settling, unsettled

MOST_UNSETTLED = 5_000
"""Cases and accounts told something since; where there are more, all rows are counted instead."""
_FEW = select(unsettled.c.stream_id).limit(MOST_UNSETTLED + 1).subquery()
_MARKS = select(func.count()).select_from(_FEW).scalar_subquery()


class Standing(NamedTuple):
    """How far the sums are."""

    is_whole: bool
    """Whether all days are added up, by the definitions of this program."""
    unsettled_count: int
    """Cases and accounts told something since they were added up; counted up to one more than the most."""
    digest: str
    zone: str

    @property
    def answers(self) -> bool:
        """Whether figures are read from the sums."""
        return self.is_whole and self.unsettled_count <= MOST_UNSETTLED


def standing_of(connection: Connection) -> Standing:
    """Return how far the sums are."""
    state = connection.execute(select(settling, _MARKS.label("marks"))).first()
    if state is None:
        return Standing(is_whole=False, unsettled_count=0, digest="", zone="")
    is_ours = bool(state.digest) and state.digest == digest_of(state.zone)
    return Standing(state.is_whole and is_ours, state.marks, state.digest, state.zone)
