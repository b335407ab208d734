"""How customers rated, by score."""

from service.projections.kpi.population import case, rating
from service.reports.documents.asking import Asked
from service.reports.documents.compared import counted
from service.reports.documents.document import Chart, Series
from service.reports.documents.words import plain, words

SCORES = ("1", "2", "3", "4", "5")


def scores_chart(asked: Asked) -> Chart:
    """Return how many of the latest answers gave each score, beside the period before.

    They are those of cases received in the period, as for the KPI.
    """
    rated = rating.join(case, case.c.case_key == rating.c.case_key)
    counts = (rating.c.scale == "csat", rating.c.is_latest_of_cycle)
    now, previous, _ = counted(
        asked, rated, rating.c.score, case.c.received_at, *counts, *asked.of(case.c.account_key)
    )
    return Chart(
        shape="bars",
        title=words("service_performance.scores"),
        unit="count",
        categories=tuple(plain(each) for each in SCORES),
        series=tuple(
            Series(title=words(f"heading.{name}"), values=tuple(found.get(each, 0) for each in SCORES))
            for name, found in (("now", now), ("previous", previous))
        ),
    )
