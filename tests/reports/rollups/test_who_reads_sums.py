"""Who adds up and who reads sums may do so, and says which figures are exact."""

import asyncio

from sqlalchemy import Engine, update

from service.database.engine import create_engine
from service.database.own_logins import own_logins
from service.projections.as_of.filling import fill
from service.projections.as_of.schemas import reads_past
from service.projections.engine.entries import head
from service.projections.kpi.population import Scope
from service.projections.kpi.rollups.reading import from_rows, from_sums
from service.projections.kpi.rollups.settling import settle_all
from service.projections.kpi.rollups.tables import sums
from service.projections.runner import Runner
from service.reports.kpis.explanation import ExplanationQuery, explained
from service.reports.kpis.report import KpiQuery, kpi_report
from tests.projections.test_one_timeline import tell
from tests.reports.rollups.same_figures import assert_same


def test_the_projector_adds_up_and_the_application_reads(database_url: str) -> None:
    asyncio.run(tell(database_url, 31, 3))
    logins = own_logins(database_url)
    assert logins.why_shared is None
    projector, application = create_engine(logins.folding_url), create_engine(logins.serving_url)
    Runner(projector).catch_up()
    settle_all(projector)
    asyncio.run(tell(database_url, 32, 3))
    Runner(projector).catch_up()
    with application.connect() as connection:
        found = from_sums(connection, Scope(), "segment")
        assert found is not None
        assert_same(found, from_rows(connection, Scope(), "segment"))
    settle_all(projector)
    projector.dispose()
    application.dispose()


def test_a_report_is_the_same_before_and_after_its_sums_were_made_and_as_of_its_position(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 35, 6))
    Runner(engine).catch_up()
    with engine.connect() as connection:
        before = kpi_report(connection, KpiQuery())
    settle_all(engine)
    with engine.connect() as connection:
        assert kpi_report(connection, KpiQuery()) == before
    fill(engine, before.position)
    with engine.connect() as connection:
        assert reads_past(connection, before.position)
        assert kpi_report(connection, KpiQuery()) == before


def test_percentiles_of_a_histogram_say_so_and_are_exact_unless_quick_ones_are_asked_for(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 33, 6))
    Runner(engine).catch_up()
    settle_all(engine)
    with engine.connect() as connection:
        quick = kpi_report(connection, KpiQuery(percentiles="quick")).total.figures
        exact = kpi_report(connection, KpiQuery()).total.figures
        told, told_exactly = (
            explained(connection, "first_owner_time", query, None, 10).figures
            for query in (ExplanationQuery(percentiles="quick"), ExplanationQuery())
        )
    assert quick["first_owner_time"].is_approximate
    assert (told, told_exactly) == (quick["first_owner_time"], exact["first_owner_time"])
    assert exact["first_owner_time"].is_approximate is None
    assert quick["cases_received"] == exact["cases_received"]
    assert all(each.is_approximate is None for each in exact.values())


def test_rows_of_an_earlier_position_are_counted_not_taken_from_sums(
    engine: Engine, database_url: str
) -> None:
    asyncio.run(tell(database_url, 34, 3))
    Runner(engine).catch_up()
    settle_all(engine)
    with engine.begin() as connection:
        position = head(connection)
        connection.execute(update(sums).values(s0=sums.c.s0 + 1, s1=sums.c.s1 + 1))
    fill(engine, position)
    with engine.connect() as connection:
        assert from_sums(connection, Scope(), None) != from_rows(connection, Scope(), None)
        connection.rollback()
        assert reads_past(connection, position)
        assert from_sums(connection, Scope(), None) is None
        assert kpi_report(connection, KpiQuery()).position == position
