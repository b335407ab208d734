"""KPIs of complaints: how many come again, what they cost, whom we won back."""

from datetime import timedelta

from sqlalchemy import ColumnElement, Uuid, cast, exists, true
from sqlalchemy import case as when

from service.projections.cases.table import cases
from service.projections.complaints.table import complaints
from service.projections.complaints.view import SATISFIED
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Grain, Kpi, Unit
from service.projections.kpi.expressions import Expressions, duration, share, total
from service.projections.kpi.population import complaint, rating
from service.projections.ratings import ratings
from service.projections.revisits import revisits

RECURS_WITHIN = timedelta(days=90)
CURRENCY = "CNY"

_before, _of_it = complaints.alias("earlier"), cases.alias("earlier_case")
_RECURS: ColumnElement[bool] = (
    exists()
    .select_from(_of_it.join(_before, _before.c.case_id == _of_it.c.case_id))
    .where(
        _of_it.c.account_id == cast(complaint.c.account_key, Uuid),
        _of_it.c.received_at <= complaint.c.received_at,
        _of_it.c.received_at >= complaint.c.received_at - RECURS_WITHIN,
        _of_it.c.case_id != cast(complaint.c.case_key, Uuid),
        _before.c.is_complaint,
        _before.c.root_code == complaint.c.root_code,
    )
)
_later = ratings.alias("later")
_SPOKEN_TO: ColumnElement[bool] = exists().where(
    revisits.c.case_id == _later.c.case_id,
    revisits.c.reached,
    revisits.c.revisited_at >= rating.c.rated_at,
    revisits.c.revisited_at <= _later.c.rated_at,
)
"""Whether somebody reached the customer between two scores."""
_IS_CONTENT_LATER: ColumnElement[bool] = exists().where(
    _later.c.case_id == cast(rating.c.case_key, Uuid),
    _later.c.scale == "csat",
    _later.c.score >= SATISFIED,
    _later.c.rated_at > rating.c.rated_at,
    _later.c.told_by.is_distinct_from("staff") | _later.c.contact_id.is_not(None),
    ~_later.c.is_raised | _SPOKEN_TO,
)


def _of_complaints(slug: str, unit: Unit, expressions: Expressions, grain: Grain = "case") -> Kpi:
    return Kpi(slug=slug, unit=unit, expressions=expressions, grain=grain, population="complaints")


COMPLAINTS_RECEIVED = _of_complaints("complaints_received", "count", Expressions(of=true()))
"""Complaints of the period; grouped by month their trend (REQUIREMENTS 138)."""
COMPLAINT_RECURRENCE = _of_complaints(
    "complaint_recurrence", "ratio", share(_RECURS, of=complaint.c.root_code != UNKNOWN)
)
"""Complaints of a cause that the account has complained of in the 90 days before (REQUIREMENTS 138)."""
COMPLAINTS_RECOVERED = _of_complaints(
    "complaints_recovered", "ratio", share(complaint.c.is_recovered, of=complaint.c.status != "open")
)
"""Complaints after which the customer is content again, of those that have ended (REQUIREMENTS 124)."""
COMPLAINT_HANDOVERS = _of_complaints(
    "complaint_handovers", "count", total(complaint.c.handover_count), grain="event"
)
"""Hand-overs of complaints (REQUIREMENTS 125: 渠道短)."""
COMPLAINT_COST = _of_complaints(
    "complaint_cost",
    "money",
    Expressions(
        of=true(),
        hit=(complaint.c.granted_remedy_count > 0) & (complaint.c.currency != CURRENCY),
        value=when((complaint.c.currency == CURRENCY, complaint.c.granted_amount_minor)),
        values=("total_minor",),
    ),
)
"""What was given for complaints, in one currency (REQUIREMENTS 125: 代价平)."""
COMPLAINT_TIME = _of_complaints(
    "complaint_time", "seconds", duration(complaint.c.elapsed_seconds, "total_seconds")
)
"""Receipt to the end of complaints (REQUIREMENTS 125: 速度快)."""
COMPLAINTS_COMPENSATED = _of_complaints(
    "complaints_compensated",
    "ratio",
    share(complaint.c.granted_remedy_count > 0, of=complaint.c.status != "open"),
)
"""Complaints for which the customer was given something, of those that have ended."""
LOW_SCORES_RECOVERED = Kpi(
    slug="low_scores_recovered",
    unit="ratio",
    grain="rating",
    population="rated",
    expressions=share(_IS_CONTENT_LATER, of=(rating.c.scale == "csat") & (rating.c.score < SATISFIED)),
)
"""Discontent answers after which the customer said to be content (REQUIREMENTS 124)."""
