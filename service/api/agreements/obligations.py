"""Reading what agreements oblige us to (履约情况): which is due when, and how far it is kept."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import TypeAdapter

from service.api.agreements.events import events_of
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.domain.account.record.agreements.obligations import (
    ObligationAgreed,
    ObligationEvent,
    ObligationFulfilled,
    QualityMeasured,
    QualityStandard,
)
from service.domain.account.vocabulary import ObligationKind
from service.domain.clocks.milestones import Milestone
from service.domain.event import AnyInstant
from service.domain.rulebook.kept_by import clocks_kept_by
from service.domain.text import Code
from service.domain.vocabulary import Segment
from service.projections.care.agreements.compliance import (
    AgreementKey,
    ObligationFilter,
    ObligationKey,
    ObligationStanding,
    Show,
    count_by_agreement,
    list_obligations,
)

_BY_DUE: Order[Mapping[str, Any], ObligationKey] = Order(
    lambda row: (row["due_at"], row["account_id"], row["obligation_id"]),
    TypeAdapter(tuple[AnyInstant, UUID, Code]),
)
_BY_AGREEMENT: Order[Mapping[str, Any], AgreementKey] = Order(
    lambda row: (row["account_code"], row["agreement_id"]), TypeAdapter(tuple[Code, Code])
)


class MonthMeasured(Document):
    """A month that was measured against a standard; the value told last."""

    month: str
    """Month, such as 2026-03."""
    value: float
    """Measured value, in the unit of the standard."""
    is_met: bool
    """Whether it meets the standard."""
    evidence: str
    """How it was measured, in free text."""


class ObligationView(Document):
    """What an agreement obliges us to, and how far it is done."""

    account_id: UUID
    account_code: str
    segment: Segment
    """Present tier of the account."""
    owner: str | None
    """Staff id of the person accountable for the account now; null if there is none."""
    agreement_id: str
    """Contract number."""
    obligation_id: str
    """Number of the clause, unique within the account."""
    kind: ObligationKind
    """Whether it is content of the service, a milestone, or a quality standard."""
    what: str
    """What we owe, in free text."""
    standing: ObligationStanding
    """How it stands: `fulfilled_late` was fulfilled after it was broken, `dropped` is owed no more."""
    was_broken: bool
    """Whether its promise was broken, even if it was fulfilled or dropped since."""
    agreed_at: datetime
    """Time at which it was agreed (UTC)."""
    first_due_at: datetime
    """Due time as agreed at first (UTC)."""
    due_at: datetime
    """Due time as agreed now (UTC)."""
    promised_at: datetime
    """Due time by which its promise is judged (UTC): of a broken one, that which was passed."""
    moved_count: int
    """Number of times that an amendment moved it."""
    fulfilled_at: datetime | None
    """Time at which it was fulfilled (UTC); null if it was not."""
    fulfilled_by: str | None
    """Who told that it was fulfilled: the key, and the person for whom it spoke; null if nobody did."""
    evidence: str | None
    """What shows that it was fulfilled, in free text; null if it was not."""
    document: str | None
    """Number of the document that shows it; null if there is none."""
    dropped_at: datetime | None
    """Time at which it was taken out of the agreement (UTC); null if it was not."""
    standard: QualityStandard | None
    """Measure and agreed values; null if it is no quality standard."""
    months: list[MonthMeasured]
    """Months that were measured, in order."""
    clock_id: UUID | None
    """Id of its clock; null if the policy of that time promises none."""


class ObligationPage(Page[ObligationView]):
    """One page of obligations."""

    as_of_at: datetime
    """Time for which `standing` holds (UTC)."""


class ObligationCounts(Document):
    """How many obligations there are, and how far they are kept."""

    obligation_count: int
    """Number of obligations."""
    open_count: int
    """Number of those still to be done and not yet due."""
    overdue_count: int
    """Number of those not done by their due time."""
    fulfilled_count: int
    """Number of those fulfilled in time."""
    fulfilled_late_count: int
    """Number of those fulfilled late."""
    dropped_count: int
    """Number of those taken out of the agreement."""
    broken_count: int
    """Number of those whose promise was broken, done or dropped since or not."""
    share_kept: float | None
    """Share of those fulfilled in time among those fulfilled or broken, 0 to 1; null if there is none."""
    measured_month_count: int
    """Number of months measured against quality standards."""
    missed_month_count: int
    """Number of months that missed the standard."""
    share_met: float | None
    """Share of the measured months that met the standard, 0 to 1; null if there is none."""
    next_due_at: datetime | None
    """Due time of the next or longest overdue (UTC); null if nothing is open."""


class AgreementCompliance(ObligationCounts):
    """How far one agreement is kept."""

    account_id: UUID
    account_code: str
    agreement_id: str
    """Contract number."""


class CompliancePage(Page[AgreementCompliance]):
    """One page of agreements with how far they are kept, and all of them together."""

    total: ObligationCounts
    """All obligations that the filters choose, on whatever page."""
    as_of_at: datetime
    """Time for which the counts hold (UTC)."""


class ObligationListQuery(PastPageQuery, ObligationFilter):
    """Which obligations to list, and which page."""

    show: Show = "due"
    """`due`: still to be done, overdue or not. `overdue`: not done by their due time. `done`: fulfilled, in
    time or late. `late`: overdue or fulfilled late. `dropped`: owed no more. `all`: everything."""


class ComplianceQuery(PastPageQuery, ObligationFilter):
    """Obligations of which agreements to count, and which page."""


async def get_obligations(request: Request, query: Annotated[ObligationListQuery, Query()]) -> Response:
    """List what agreements oblige us to, the next due first, with what shows that it was done."""
    book, now = await rules_as_of(request, query), await time_of_reading(request, query)
    names, wanted = _clock_names(book), query.filter_as(ObligationFilter)
    found = await listed(
        request,
        query,
        _BY_DUE,
        lambda connection, after, most: connection.run_sync(
            list_obligations, names, wanted, query.show, after, most, now
        ),
    )
    accounts = {row["account_id"] for row in found.rows}
    told = await events_of(request, query, accounts, ObligationAgreed, ObligationFulfilled, QualityMeasured)
    by_obligation: dict[tuple[UUID, str], list[Any]] = {}
    for each in told:
        if isinstance(each.event, ObligationEvent):
            by_obligation.setdefault((each.stream_id, each.event.obligation_id), []).append(each)
    items = [_view(row, by_obligation[row["account_id"], row["obligation_id"]]) for row in found.rows]
    page = ObligationPage(items=items, next=found.next, position=found.position, as_of_at=now)
    return document_response(page)


async def get_compliance(request: Request, query: Annotated[ComplianceQuery, Query()]) -> Response:
    """Count obligations by agreement and all together: open, overdue, kept, broken, standards met."""
    book, now = await rules_as_of(request, query), await time_of_reading(request, query)
    names, wanted = _clock_names(book), query.filter_as(ObligationFilter)
    totals: list[dict[str, Any]] = []

    def read(connection: Any, after: AgreementKey | None, most: int) -> list[dict[str, Any]]:
        rows, total = count_by_agreement(connection, names, wanted, after, most, now)
        totals.append(total)
        return rows

    found = await listed(
        request,
        query,
        _BY_AGREEMENT,
        lambda connection, after, most: connection.run_sync(read, after, most),
    )
    document = CompliancePage(
        items=[AgreementCompliance(**row, **_shares(row)) for row in found.rows],
        next=found.next,
        position=found.position,
        total=ObligationCounts(**totals[-1], **_shares(totals[-1])),
        as_of_at=now,
    )
    return document_response(document)


def _clock_names(book: Any) -> frozenset[str]:
    return clocks_kept_by(book, Milestone.OBLIGATION_FULFILLED, "account")


def _shares(row: Mapping[str, Any]) -> dict[str, float | None]:
    kept, judged = row["fulfilled_count"], row["fulfilled_count"] + row["broken_count"]
    measured = row["measured_month_count"]
    return {
        "share_kept": round(kept / judged, 4) if judged else None,
        "share_met": round(1 - row["missed_month_count"] / measured, 4) if measured else None,
    }


def _view(row: Mapping[str, Any], told: Sequence[Any]) -> ObligationView:
    agreed = next(each.event for each in told if isinstance(each.event, ObligationAgreed))
    fulfilled = next((each for each in told if isinstance(each.event, ObligationFulfilled)), None)
    months = {each.event.month: each.event for each in told if isinstance(each.event, QualityMeasured)}
    columns = {name: row[name] for name in ObligationView.model_fields if name in row}
    return ObligationView(
        **columns,
        what=agreed.what,
        standard=agreed.standard,
        evidence=fulfilled.event.evidence if fulfilled else None,
        document=fulfilled.event.document if fulfilled else None,
        fulfilled_by=fulfilled.actor if fulfilled else None,
        months=[MonthMeasured.made_of(months[month]) for month in sorted(months)],
    )
