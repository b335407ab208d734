"""服务绩效报告: how fast we answered, how much we solved, how content customers were."""

from service.projections.kpi.population import Grouping, case
from service.reports.documents.asking import Asked
from service.reports.documents.compared import Shown, line, overview
from service.reports.documents.document import Chart, Section, Table
from service.reports.documents.report import Content, Report
from service.reports.documents.trends import by_day, trend
from service.reports.documents.words import words
from service.reports.named.service_performance.groups import groups_table
from service.reports.named.service_performance.handling import handling_time_table, stages_table
from service.reports.named.service_performance.promises import attainment_chart, promises_table
from service.reports.named.service_performance.ratings import scores_chart

SPEED = (
    Shown("acknowledge_time", "median_seconds"),
    Shown("first_response_time", "median_seconds"),
    Shown("first_response_time", "p90_seconds"),
    Shown("final_resolution_time", "median_seconds"),
    Shown("final_resolution_time", "p90_seconds"),
)
RESOLUTION = (
    Shown("cases_received", "count"),
    Shown("backlog", "count"),
    Shown("resolution_rate", "ratio"),
    Shown("first_contact_resolution", "ratio"),
    Shown("reopened_cases", "ratio"),
    Shown("handed_over_cases", "ratio"),
    Shown("escalated_cases", "ratio"),
)
PROMISES = (
    Shown("clock_attainment", "ratio"),
    Shown("case_attainment", "ratio"),
    Shown("commitments_kept", "ratio"),
    Shown("breach_time", "median_seconds"),
)
SATISFACTION = (
    Shown("csat", "ratio"),
    Shown("csat", "mean_score"),
    Shown("nps", "mean_score"),
    Shown("survey_response_rate", "ratio"),
)
IN_SUMMARY = (
    Shown("first_response_time", "median_seconds"),
    Shown("resolution_rate", "ratio"),
    Shown("csat", "ratio"),
)
"""Response, resolution and satisfaction: the three that are kept in balance (REQUIREMENTS 76)."""
GROUPED_BY: tuple[Grouping, ...] = ("segment", "channel", "category", "owner")


def build(asked: Asked) -> Content:
    """Compute the content."""
    shown = (*SPEED, *RESOLUTION, *PROMISES, *SATISFACTION)
    sections = {
        "overview": (
            _overview(asked, "resolution", RESOLUTION),
            _overview(asked, "speed", SPEED),
            _overview(asked, "satisfaction", SATISFACTION),
            _received_and_resolved(asked),
        ),
        "promises": (
            _overview(asked, "promises", PROMISES),
            attainment_chart(asked),
            promises_table(asked),
        ),
        "handling": (stages_table(asked), handling_time_table(asked)),
        "ratings": (scores_chart(asked),),
        "groups": tuple(groups_table(asked, by) for by in GROUPED_BY),
    }
    return Content(
        summary=tuple(line(asked, each) for each in IN_SUMMARY),
        sections=tuple(
            Section(title=words(f"service_performance.section.{name}"), blocks=blocks)
            for name, blocks in sections.items()
        ),
        kpis=tuple(dict.fromkeys(each.slug for each in shown)),
    )


def _overview(asked: Asked, name: str, figures: tuple[Shown, ...]) -> Table:
    return overview(asked, words(f"service_performance.{name}"), figures)


def _received_and_resolved(asked: Asked) -> Chart:
    of_account = asked.of(case.c.account_key)
    received = by_day(asked, case, case.c.received_at, *of_account)
    resolved = by_day(asked, case, case.c.final_resolved_at, *of_account)
    series = [
        (words("service_performance.received"), received),
        (words("service_performance.resolved"), resolved),
    ]
    return trend(asked, words("service_performance.trend"), series)


SERVICE_PERFORMANCE = Report(slug="service-performance", cadence="monthly", build=build)
