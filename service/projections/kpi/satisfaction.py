"""KPIs of what customers said about our service."""

from sqlalchemy import ColumnElement, true
from sqlalchemy import case as when

from service.domain.vocabulary import ToldBy
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import Expressions, share
from service.projections.kpi.population import rating, survey

SATISFIED_FROM = 4
PROMOTERS_FROM, DETRACTORS_TO = 9, 6
EASY_FROM = 5


def _rated(scale: str, good_from: int, score: ColumnElement[int] = rating.c.score) -> Kpi:
    """Return the good ones among the latest answer of each resolution cycle, and the mean of the score."""
    counted = (rating.c.scale == scale) & rating.c.is_latest_of_cycle
    return Kpi(
        slug=scale,
        unit="score",
        grain="rating",
        population="rated",
        expressions=Expressions(
            of=counted, hit=rating.c.score >= good_from, value=score, values=("mean_score",)
        ),
    )


CSAT = _rated("csat", SATISFIED_FROM)
"""Satisfied answers (REQUIREMENTS 58)."""
NPS = _rated(
    "nps",
    PROMOTERS_FROM,
    when((rating.c.score >= PROMOTERS_FROM, 100), (rating.c.score <= DETRACTORS_TO, -100), else_=0),
)
"""Promoters less detractors, -100 to 100."""
CES = _rated("ces", EASY_FROM)
"""Customers who found it easy."""
RATINGS_RAISED = Kpi(
    slug="ratings_raised",
    unit="ratio",
    grain="rating",
    population="rated",
    expressions=share(rating.c.is_raised, of=true()),
)
"""Scores that our own keys told in place of lower ones (REQUIREMENTS 44)."""
RATINGS_BY_SHOWN_LINKS = Kpi(
    slug="ratings_by_shown_links",
    unit="ratio",
    grain="rating",
    population="rated",
    expressions=share(rating.c.by_shown_link, of=rating.c.told_by == ToldBy.CUSTOMER.value),
)
"""Scores of the survey page given by a link that a person of ours had in hand too (REQUIREMENTS 44)."""
SURVEY_RESPONSE_RATE = Kpi(
    slug="survey_response_rate",
    unit="ratio",
    grain="survey",
    population="surveyed",
    expressions=share(survey.c.answered_at.is_not(None), of=true()),
)
"""Surveys that were answered, of those that were sent (REQUIREMENTS 37)."""
