"""KPIs of what customers said about our service."""

from service.projections.kpi.definition import Expressions, Kpi, mean_score, share
from service.projections.kpi.population import rating

SATISFIED_FROM = 4


class Csat(Kpi):
    """Satisfied answers among the latest answer of each resolution cycle (REQUIREMENTS 58)."""

    slug = "csat"
    unit = "score"
    grain = "rating"
    population = "rated"

    @classmethod
    def expressions(cls) -> Expressions:
        counted = (rating.c.scale == "csat") & rating.c.is_latest_of_cycle
        figures = share(rating.c.score >= SATISFIED_FROM, of=counted)
        return {**figures, "mean_score": mean_score(rating.c.score, of=counted)}
