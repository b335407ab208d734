"""KPIs that count cases, events and shares of cases."""

from sqlalchemy import true

from service.domain.case.record.understanding import MOST_ROUNDS
from service.domain.vocabulary import Need, ResponseClass
from service.projections.engine.mart_view import UNKNOWN
from service.projections.kpi.definition import Kpi
from service.projections.kpi.expressions import number, share, total
from service.projections.kpi.population import case

_IS_RESOLVED = case.c.final_resolved_at.is_not(None) & (case.c.status != "open")
_ENDED_ONCE = case.c.ended_at.is_not(None) | (case.c.reopen_count > 0)
_IS_UNDERSTOOD = case.c.understanding_confirmed_at.is_not(None)
_HAS_VERDICT = case.c.source_promise_kept.is_not(None)
_WAS_RESOLVED = case.c.first_resolved_at.is_not(None)
_WAS_PROMISED = case.c.commitment_count > 0
_IS_BASIC = case.c.response_class == ResponseClass.BASIC.value
_IS_OVER = (case.c.status == "closed") & case.c.source_promise_due_at.is_not(None)

CASES_RECEIVED = Kpi(slug="cases_received", unit="count", expressions=number())
"""All cases of the period."""

BACKLOG = Kpi(slug="backlog", unit="count", population="backlog", version=2, expressions=number())
"""Cases that are not finished at the end of the period, nor worked on in another one."""

REOPENED_CASES = Kpi(
    slug="reopened_cases", unit="ratio", expressions=share(case.c.reopen_count > 0, of=_ENDED_ONCE)
)
"""Cases taken up again at least once, of those that had ended at least once."""

REOPEN_EVENTS = Kpi(slug="reopen_events", unit="count", grain="event", expressions=total(case.c.reopen_count))
"""Reopenings."""

HANDED_OVER_CASES = Kpi(
    slug="handed_over_cases", unit="ratio", expressions=share(case.c.handover_count > 0, of=true())
)
"""Cases handed over at least once."""

HANDOVER_EVENTS = Kpi(
    slug="handover_events", unit="count", grain="event", expressions=total(case.c.handover_count)
)
"""Hand-overs."""

ESCALATED_CASES = Kpi(
    slug="escalated_cases", unit="ratio", expressions=share(case.c.escalation_count > 0, of=true())
)
"""Cases escalated at least once."""

CLARIFIED_WITHIN_TWO_ROUNDS = Kpi(
    slug="clarified_within_two_rounds",
    unit="ratio",
    version=2,
    expressions=share(
        _IS_UNDERSTOOD & (case.c.clarification_round_count <= MOST_ROUNDS),
        of=_IS_UNDERSTOOD | (case.c.clarification_round_count > MOST_ROUNDS),
    ),
)
"""Cases understood with at most two rounds in all, of those understood or asked about more often."""

RESOLUTION_RATE = Kpi(
    slug="resolution_rate",
    unit="ratio",
    version=2,
    expressions=share(_IS_RESOLVED, of=case.c.merged_at.is_(None)),
)
"""Cases that stand resolved, or closed after a resolution, of those worked on by themselves."""

FIRST_CONTACT_RESOLUTION = Kpi(
    slug="first_contact_resolution",
    unit="ratio",
    expressions=share(case.c.resolved_at_first_contact, of=_WAS_RESOLVED),
)
"""Cases solved at the first contact, of those resolved."""

BASIC_FIRST_CONTACT_RESOLUTION = Kpi(
    slug="basic_first_contact_resolution",
    unit="ratio",
    expressions=share(case.c.resolved_at_first_contact, of=_WAS_RESOLVED & _IS_BASIC),
)
"""The same of basic questions, which are to be solved on the spot (REQUIREMENTS 65)."""

UNSOLVED_DISPATCHES = Kpi(
    slug="unsolved_dispatches",
    unit="ratio",
    version=2,
    expressions=share(case.c.unsolved_dispatch_count > 0, of=case.c.ended_dispatch_count > 0),
)
"""Cases that an engineer who was sent did not settle the first time (REQUIREMENTS 98)."""

DISPATCHES_WITHOUT_ARRIVAL = Kpi(
    slug="dispatches_without_arrival",
    unit="ratio",
    expressions=share(case.c.dispatch_without_arrival_count > 0, of=case.c.ended_dispatch_count > 0),
)
"""Cases with a dispatch that ended and of which nobody said when the engineer was there (REQUIREMENTS 98)."""

CASES_TOLD_AGAIN = Kpi(
    slug="cases_told_again",
    unit="ratio",
    expressions=share(case.c.told_again_count > 0, of=case.c.first_response_at.is_not(None)),
)
"""Cases whose customer was told once more what they had been told, of those answered (REQUIREMENTS 66)."""

ENDINGS_LACKING = Kpi(
    slug="endings_lacking",
    unit="ratio",
    version=2,
    expressions=share(case.c.lacked.not_in((UNKNOWN, Need.CLASSIFICATION.value)), of=_ENDED_ONCE),
)
"""Cases resolved or closed while a part of the work was missing, of those that had ended (row 64, 152)."""

ENDINGS_UNCLASSIFIED = Kpi(
    slug="endings_unclassified",
    unit="ratio",
    expressions=share(case.c.lacked.contains(Need.CLASSIFICATION.value), of=_ENDED_ONCE),
)
"""Cases resolved that nobody had classified, of those that had ended (REQUIREMENTS 64)."""

LOWERED_CASES = Kpi(
    slug="lowered_cases", unit="ratio", version=2, expressions=share(case.c.lowered_count > 0, of=true())
)
"""Cases promised less than they are said to be: lowered, or raised after the end (REQUIREMENTS 1, 50, 65)."""

OVER_PROMISED_CASES = Kpi(
    slug="over_promised_cases",
    unit="ratio",
    expressions=share(case.c.over_promise_count > 0, of=_WAS_PROMISED),
)
"""Cases with a promise of less time than such cases take, of those with a promise (REQUIREMENTS 145)."""

INTERIM_ONLY_CASES = Kpi(
    slug="interim_only_cases",
    unit="ratio",
    expressions=share(case.c.interim_commitment_count == case.c.commitment_count, of=_WAS_PROMISED),
)
"""Cases of which the customer was promised less than the solution only, of those with a promise."""

LEFT_TO_OTHERS = Kpi(slug="left_to_others", unit="count", population="left", expressions=number())
"""Cases that a person answered for and no longer does, each once for each person (REQUIREMENTS 56)."""

UNOWNED_BACKLOG = Kpi(
    slug="unowned_backlog",
    unit="count",
    population="backlog",
    version=2,
    expressions=number(case.c.owner == UNKNOWN),
)
"""Unfinished cases for which nobody answers (REQUIREMENTS 13)."""

SOURCE_PROMISE_KEPT_RATE = Kpi(
    slug="source_promise_kept_rate",
    unit="ratio",
    expressions=share(case.c.source_promise_kept, of=_HAS_VERDICT | _IS_OVER),
)
"""Cases whose source system said that its own time limit was kept."""
