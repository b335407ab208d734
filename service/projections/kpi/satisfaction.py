"""KPIs of what customers said about our service."""

from sqlalchemy import case as when
from sqlalchemy import true

from service.projections.kpi.definition import Expressions, Kpi, mean_score, share
from service.projections.kpi.population import rating, survey

SATISFIED_FROM = 4
PROMOTERS_FROM, DETRACTORS_TO = 9, 6
EASY_FROM = 5


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


class Nps(Kpi):
    """Promoters less detractors, -100 to 100, of the latest answer of each resolution cycle."""

    slug = "nps"
    unit = "score"
    grain = "rating"
    population = "rated"

    @classmethod
    def expressions(cls) -> Expressions:
        counted = (rating.c.scale == "nps") & rating.c.is_latest_of_cycle
        weight = when(
            (rating.c.score >= PROMOTERS_FROM, 100), (rating.c.score <= DETRACTORS_TO, -100), else_=0
        )
        figures = share(rating.c.score >= PROMOTERS_FROM, of=counted)
        return {**figures, "mean_score": mean_score(weight, of=counted)}


class Ces(Kpi):
    """Customers who found it easy, of the latest answer of each resolution cycle."""

    slug = "ces"
    unit = "score"
    grain = "rating"
    population = "rated"

    @classmethod
    def expressions(cls) -> Expressions:
        counted = (rating.c.scale == "ces") & rating.c.is_latest_of_cycle
        figures = share(rating.c.score >= EASY_FROM, of=counted)
        return {**figures, "mean_score": mean_score(rating.c.score, of=counted)}


class SurveyResponseRate(Kpi):
    """Surveys that were answered, of those that were sent (REQUIREMENTS 37)."""

    slug = "survey_response_rate"
    unit = "ratio"
    grain = "survey"
    population = "surveyed"

    @classmethod
    def expressions(cls) -> Expressions:
        return share(survey.c.answered_at.is_not(None), of=true())
