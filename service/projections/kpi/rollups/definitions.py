"""What the sums are by: a digest of all definitions, so that a changed one never meets sums of another."""

from functools import cache
from hashlib import sha256

from service.projections.engine.version import version_of
from service.projections.kpi.rollups.layout import KEPT, LAYOUTS
from service.projections.kpi.rollups.selection import GIVEN, with_neighbours
from service.projections.kpi.rollups.statements import adding_anew
from service.projections.models import MODELS


@cache
def digest_of(zone: str) -> str:
    """Return the digest of how rows are folded, what KPIs make of them, and the zone of the days."""
    said = [str([version_of(model) for model in MODELS]), with_neighbours(GIVEN)]
    said += [repr([kpi.slug for kpi, _ in (*LAYOUTS[each].whole, *LAYOUTS[each].exact)]) for each in KEPT]
    said += [repr([kpi.slug for kpi in LAYOUTS[each].measured]) for each in KEPT]
    said += [adding_anew(each, zone) for each in KEPT]
    return sha256("\n".join(said).encode()).hexdigest()[:32]
