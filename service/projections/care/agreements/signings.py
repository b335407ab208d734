"""Planned signings with their checklists (资质文件清单), and planned renewals (续费方案), one row each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Connection,
    Index,
    Table,
    Text,
    Uuid,
    and_,
    exists,
    select,
    tuple_,
)

from service.domain.account.record.agreements.renewals import RenewalDecided, RenewalPlanned
from service.domain.account.record.agreements.signings import (
    ContractDocumentReceived,
    SigningGivenUp,
    SigningPlanned,
)
from service.projections.accounts import accounts
from service.projections.care.agreements.agreements import agreements
from service.projections.engine.columns import METADATA, Instant, known, maybe, source_position
from service.projections.engine.columns import key as key_column
from service.projections.engine.entries import Entry
from service.projections.engine.model import ReadModel, Row, Sheet, StreamWithoutBeginningError

signings = Table(
    "signings",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("agreement_id", Text, "合同编号 | contract number"),
    known("planned_at", Instant, "计划签约时间 | when it is planned"),
    known("documents", ARRAY(Text), "清单中的资质文件 | documents of the checklist"),
    known("received", ARRAY(Text), "已收到的文件 | documents received"),
    maybe("given_up_at", Instant, "取消时间 | when it was given up"),
    source_position(),
    Index("signings_planned", "planned_at", "account_id", "agreement_id"),
    comment="计划中的签约, 每份合同一行 | planned signings, one row a contract",
)
renewals = Table(
    "renewals",
    METADATA,
    key_column("account_id", Uuid, "客户标识 | account id"),
    key_column("agreement_id", Text, "合同编号 | contract number"),
    maybe("offer_by_at", Instant, "最迟报价时间 | by when the customer has the offer"),
    maybe("planned_at", Instant, "最近一次制定方案的时间 | when it was last planned"),
    maybe("planned_by", Text, "方案负责人工号 | staff id of who answers for the plan"),
    maybe("decided_at", Instant, "客户决定的时间 | when the customer decided"),
    maybe("is_renewed", Boolean, "是否续约 | whether the customer renews"),
    maybe("renewed_as", Text, "续签合同编号 | contract number of the agreement that follows"),
    source_position(),
    comment="续费方案, 每份合同一行 | planned renewals, one row a contract",
)
_OF_RENEWAL = ("offer_by_at", "planned_at", "planned_by", "decided_at", "is_renewed", "renewed_as")
_NO_RENEWAL: Row = dict.fromkeys(_OF_RENEWAL)
IS_SIGNED = exists().where(
    agreements.c.account_id == signings.c.account_id,
    agreements.c.agreement_id == signings.c.agreement_id,
)


def _planned(sheet: Sheet, entry: Entry, event: SigningPlanned) -> None:
    before: Row | None = sheet.rows.get((entry.stream_id, event.agreement_id))
    row: Row = {
        "account_id": entry.stream_id,
        "agreement_id": event.agreement_id,
        "planned_at": event.planned_at,
        "documents": list(event.documents),
        "received": before["received"] if before else [],
        "given_up_at": None,
        "source_position": entry.position,
    }
    sheet.put((entry.stream_id, event.agreement_id), row)


def _went_on(sheet: Sheet, entry: Entry, event: ContractDocumentReceived | SigningGivenUp) -> None:
    row: Row | None = sheet.rows.get((entry.stream_id, event.agreement_id))
    if row is None:
        raise StreamWithoutBeginningError(entry)
    changes: Row = {"given_up_at": event.occurred_at}
    if isinstance(event, ContractDocumentReceived):
        changes = {"received": sorted({*row["received"], event.document})}
    sheet.put((entry.stream_id, event.agreement_id), {**row, **changes, "source_position": entry.position})


def _renewal(sheet: Sheet, entry: Entry, event: RenewalPlanned | RenewalDecided) -> None:
    place = (entry.stream_id, event.agreement_id)
    before: Row = sheet.rows.get(place) or _NO_RENEWAL
    row: Row = {**before, "account_id": place[0], "agreement_id": place[1], "source_position": entry.position}
    if isinstance(event, RenewalPlanned):
        row |= {"offer_by_at": event.offer_by_at, "planned_at": event.occurred_at}
        row |= {"planned_by": event.planned_by}
    else:
        row |= {"decided_at": event.occurred_at, "is_renewed": event.is_renewed}
        row |= {"renewed_as": event.renewed_as}
    sheet.put(place, row)


SIGNINGS = ReadModel(
    table=signings,
    loaded_by=signings.c.account_id,
    handlers={SigningPlanned: _planned, ContractDocumentReceived: _went_on, SigningGivenUp: _went_on},
)
RENEWALS = ReadModel(
    table=renewals,
    loaded_by=renewals.c.account_id,
    handlers={RenewalPlanned: _renewal, RenewalDecided: _renewal},
)


def list_renewals(
    connection: Connection,
    also: Sequence[ColumnElement[bool]],
    after: tuple[datetime, UUID, str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    """Return up to `limit` agreements that end, the next to end first, each with its plan if there is one."""
    place = (agreements.c.ends_at, agreements.c.account_id, agreements.c.agreement_id)
    of_renewal = [each for each in renewals.c if each.name in _OF_RENEWAL]
    with_plans = agreements.join(accounts, accounts.c.account_id == agreements.c.account_id).outerjoin(
        renewals,
        and_(
            renewals.c.account_id == agreements.c.account_id,
            renewals.c.agreement_id == agreements.c.agreement_id,
        ),
    )
    page = select(*place, *of_renewal, accounts.c.code.label("account_code"), accounts.c.owner)
    page = page.select_from(with_plans).where(agreements.c.ends_at.is_not(None), *also)
    if after is not None:
        page = page.where(tuple_(*place) > after)
    page = page.order_by(*place).limit(limit)
    return [dict(row) for row in connection.execute(page).mappings()]
