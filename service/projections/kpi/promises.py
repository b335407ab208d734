"""KPIs of promises of time: clocks that were due in the period. A waiver clears no breach."""

from sqlalchemy import ColumnElement, func, true

from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import DISTRIBUTION, Expressions, duration, share, total
from service.projections.kpi.population import clock, verdicts

_KEPT: ColumnElement[bool] = clock.c.verdict == "met"
_BROKEN: ColumnElement[bool] = clock.c.verdict == "breached"
_VOIDED: ColumnElement[bool] = clock.c.verdict == "voided"
_CANCELLED: ColumnElement[bool] = clock.c.verdict == "cancelled"
_OF_SURVEY: ColumnElement[bool] = clock.c.clock == "survey"
_SET_ASIDE: ColumnElement[bool] = (
    _CANCELLED & (clock.c.end_reason == "ended") & (clock.c.ended_at == clock.c.due_at)
)
_OF_COMMITMENT: ColumnElement[bool] = clock.c.clock == "commitment"
_PUT_OFF: ColumnElement[bool] = clock.c.put_off_late_seconds.is_not(None)

CLOCK_ATTAINMENT = Kpi(
    slug="clock_attainment",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_KEPT, of=_KEPT | _BROKEN),
)
"""Promises kept, of those kept or broken."""

KEPT_TOLD_LATE = Kpi(
    slug="kept_told_late",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(clock.c.told_late_seconds.is_not(None), of=_KEPT),
)
"""Promises kept of which it was told afterwards, of those kept."""

PUT_OFF_TOLD_LATE = Kpi(
    slug="put_off_told_late",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_PUT_OFF & ~_BROKEN, of=_KEPT | _BROKEN | _PUT_OFF),
)
"""Promises that were overdue until a wait or another limit was told afterwards, of those kept or broken."""

VOIDED_PROMISES = Kpi(
    slug="voided_promises",
    unit="ratio",
    grain="clock",
    population="due",
    version=2,
    expressions=share(_VOIDED, of=_KEPT | _BROKEN | _VOIDED),
)
"""Promises that an act of our own made void, of those kept, broken or made void."""

PROMISES_BY_AGREEMENT = Kpi(
    slug="promises_by_agreement",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(clock.c.agreement_id.is_not(None), of=_KEPT | _BROKEN),
)
"""Promises whose limit an agreement set, of those kept or broken: who agrees on more time is seen here."""

SURVEYS_SET_ASIDE = Kpi(
    slug="surveys_set_aside",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_SET_ASIDE, of=_OF_SURVEY & (_KEPT | _BROKEN | _VOIDED | _SET_ASIDE)),
)
"""Promises to survey that the rule set aside because nobody could be asked (REQUIREMENTS 37, 160)."""

COMMITMENTS_KEPT = Kpi(
    slug="commitments_kept",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_KEPT, of=_OF_COMMITMENT & (_KEPT | _BROKEN)),
)
"""Commitments to customers kept in time, of those kept or broken (REQUIREMENTS 145)."""

RENEGOTIATED_COMMITMENTS = Kpi(
    slug="renegotiated_commitments",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(clock.c.renegotiation_count > 0, of=_OF_COMMITMENT),
)
"""Commitments to customers that were put off before they were due, of all of them (REQUIREMENTS 16)."""

CASE_ATTAINMENT = Kpi(
    slug="case_attainment",
    unit="ratio",
    population="judged",
    version=2,
    expressions=share(~verdicts.c.is_broken, of=true()),
)
"""Cases none of whose promises was broken, of those with one kept or broken."""

BREACH_TIME = Kpi(
    slug="breach_time",
    unit="seconds",
    grain="clock",
    population="due",
    expressions=duration(clock.c.breach_seconds, "total_seconds"),
)
"""How long broken promises stayed broken."""

CLOCK_WARNINGS = Kpi(
    slug="clock_warnings",
    unit="count",
    grain="event",
    population="due",
    expressions=total(clock.c.warning_count),
)
"""Warnings that a promise was running out."""

UNANSWERED_ESCALATIONS = Kpi(
    slug="unanswered_escalations",
    unit="ratio",
    grain="event",
    population="due",
    expressions=total(clock.c.escalation_count, clock.c.unanswered_escalation_count),
)
"""Rungs of the escalation chain that were called while nobody was on duty."""


def _kept_of(slug: str, *clocks: str) -> Kpi:
    """Return how many promises of these names were kept in time, of those kept or broken."""
    expressions = share(_KEPT, of=clock.c.clock.in_(clocks) & (_KEPT | _BROKEN))
    return Kpi(slug=slug, unit="ratio", grain="clock", population="due", expressions=expressions)


RESPONSE_ATTAINMENT = _kept_of("response_attainment", "first_reply", "complaint_answer")
"""First answers given in time (REQUIREMENTS 76)."""
RESOLUTION_ATTAINMENT = _kept_of("resolution_attainment", "resolution")
"""Resolutions within their target (REQUIREMENTS 80)."""
SURVEYS_IN_TIME = _kept_of("surveys_in_time", "survey")
"""Surveys sent within a day of the resolution."""
REVISITS_IN_TIME = _kept_of(
    "revisits_in_time", "delivery_revisit", "complaint_revisit", "fault_follow_up", "planned_revisit"
)
"""Revisits held in time; an attempt is none."""
RECOVERIES_IN_TIME = _kept_of("recoveries_in_time", "recovery")
"""Customers called in time after a low score (REQUIREMENTS 124)."""
OLA_ATTAINMENT = Kpi(
    slug="ola_attainment",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(_KEPT, of=(clock.c.department != UNKNOWN) & (_KEPT | _BROKEN)),
)
"""Promises of departments kept in time, by the table of response times."""
HANDLING_TIME = Kpi(
    slug="handling_time",
    unit="seconds",
    grain="clock",
    population="due",
    expressions=Expressions(
        of=(clock.c.clock == "resolution") & clock.c.counted_seconds.is_not(None),
        hit=_KEPT,
        value=clock.c.counted_seconds,
        values=(*DISTRIBUTION, "total_seconds"),
        target=clock.c.target_seconds,
    ),
)
"""Working time until the resolution, beside its target (REQUIREMENTS 80)."""
COMMITMENTS_KEPT_AS_MADE = Kpi(
    slug="commitments_kept_as_made",
    unit="ratio",
    grain="clock",
    population="due",
    expressions=share(
        _KEPT & (clock.c.ended_at <= clock.c.first_due_at), of=_OF_COMMITMENT & (_KEPT | _BROKEN)
    ),
)
"""Commitments kept by the instant that was promised first, renegotiated or not."""
OVER_PROMISE_INDEX = Kpi(
    slug="over_promise_index",
    unit="score",
    grain="clock",
    population="due",
    expressions=Expressions(
        of=_OF_COMMITMENT & clock.c.taken_seconds.is_not(None) & (clock.c.promised_seconds > 0),
        hit=clock.c.taken_seconds > clock.c.promised_seconds,
        value=func.float8(clock.c.taken_seconds) / clock.c.promised_seconds,
        values=("mean_score", "median_score"),
    ),
)
"""How many times the promised time commitments took: above 1, more was promised than could be kept."""
