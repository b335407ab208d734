"""The report of retention. Takes a synchronous connection."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from service.domain.account.health.retention import retention_figures
from service.domain.guidelines.care.silence import SilenceGuideline
from service.domain.guidelines.care.treatments import Treatments
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import Segment
from service.projections.engine.checkpoints import projection_position
from service.reports.retention.courses import Rules, courses
from service.reports.retention.documents import RetentionOfTier, RetentionQuery, RetentionReport

USUAL_LENGTH = timedelta(days=365)


def retention_report(
    connection: Connection, query: RetentionQuery, book: Rulebook, now: datetime
) -> RetentionReport:
    """Compute the report, all its figures of one moment: no transaction may have begun on the connection.

    Who is silent at the end is so by the rule in force then.
    """
    connection.execute(text("set transaction isolation level repeatable read"))
    to_at = min(query.to_at or now, now)
    from_at = min(query.from_at or to_at - USUAL_LENGTH, to_at)
    rules = Rules(book.guideline(SilenceGuideline, to_at), book.guideline(Treatments, to_at))
    found = list(courses(connection, (from_at, to_at), rules, now))
    by_tier = {segment: [one for one in found if one.segment is segment] for segment in Segment}
    return RetentionReport(
        from_at=from_at,
        to_at=to_at,
        total=retention_figures(found, from_at, to_at),
        segments=[
            RetentionOfTier(segment=segment, figures=retention_figures(of_tier, from_at, to_at))
            for segment, of_tier in by_tier.items()
        ],
        silence_version=rules.silence.version if rules.silence else None,
        position=projection_position(connection),
    )
