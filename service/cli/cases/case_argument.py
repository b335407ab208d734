"""A case as people name it on the command line."""

from uuid import UUID

from service import main
from service.cli.terminal.output import fail
from service.language import text
from service.main import Database
from service.projections.cases.lists import CaseFilter, list_cases
from service.settings import Settings


def case_id_of(database: Database, settings: Settings, case: str) -> UUID:
    """Return the id that is written, or that of the one case with this reference; else say so and leave."""
    try:
        return UUID(case)
    except ValueError:
        main.projections(database.folding_url, settings).catch_up()
        with main.reading_engine(database.serving_url).connect() as connection:
            found = list_cases(connection, CaseFilter(reference=case), after=None, limit=2)
        if len(found) != 1:
            reason = "ambiguous" if found else "unknown"
            fail(text(f"cli.replay.{reason}", settings.language, case=case))
        return found[0].case_id
