"""Contracts of a term: papers before the signing, limits told, obligations, renewal, and a dispute."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from service.demonstration.cast import DEMONSTRATION, Account
from service.demonstration.hours import ZONE, in_office_hours
from service.demonstration.words import words
from service.domain.account.agreements.obligation_changes import ObligationMove
from service.domain.account.decisions.agreements.agreements import AmendAgreement, SignAgreement
from service.domain.account.decisions.agreements.disclosures import DiscloseLimits
from service.domain.account.decisions.agreements.disputes import (
    EndDispute,
    NameMediator,
    OpenDispute,
    RecordMediation,
    SettleDispute,
    StatePosition,
)
from service.domain.account.decisions.agreements.obligations import (
    AgreeObligation,
    FulfilObligation,
    MeasureQuality,
)
from service.domain.account.decisions.agreements.renewals import DecideRenewal, PlanRenewal
from service.domain.account.decisions.agreements.signings import (
    GiveUpSigning,
    PlanSigning,
    ReceiveContractDocument,
)
from service.domain.account.record.agreements.obligations import QualityStandard
from service.domain.account.vocabulary import DisputeEnd, DisputeSide, Limitation, ObligationKind
from service.domain.command import Command
from service.domain.vocabulary import Channel, Segment

A_DAY = timedelta(days=1)
PAPERS = ("business_licence", "signatory_authority", "invoice_details", "bank_details", "trade_qualification")
TERM = 165 * A_DAY
GOOD_ENOUGH, MEASURED_MONTHS = 99.0, 5
MEDIATOR = "manager-21"


def contracts(account: Account, begins_at: datetime) -> Iterator[Command]:
    """Yield the contract of an account with potential, in no order; the others have none of a term."""
    if account.segment is not Segment.POTENTIAL:
        return
    dice = Random(f"{account.code}/contracts")  # noqa: S311  a believable story, not a secret
    contract, signed_at = f"CT-{account.code}", in_office_hours(begins_at + 12 * A_DAY)
    yield from _signing(account, dice, contract, begins_at, signed_at)
    yield from _obligations(account, dice, contract, signed_at)
    yield from _renewal(account, dice, contract, signed_at)
    if account.number % 3 == 0:
        yield from _dispute(account, dice, contract, signed_at + 30 * A_DAY)
    if account.number % 10 == 4:  # noqa: PLR2004  a third of them
        another = f"CX-{account.code}"
        yield PlanSigning(
            occurred_at=in_office_hours(signed_at + 50 * A_DAY),
            agreement_id=another,
            planned_at=in_office_hours(signed_at + 65 * A_DAY),
        )
        yield GiveUpSigning(
            occurred_at=in_office_hours(signed_at + 54 * A_DAY),
            agreement_id=another,
            reason=_say(account, dice, "no_budget"),
        )


def _signing(
    account: Account, dice: Random, contract: str, begins_at: datetime, signed_at: datetime
) -> Iterator[Command]:
    yield PlanSigning(
        occurred_at=in_office_hours(begins_at + 2 * A_DAY), agreement_id=contract, planned_at=signed_at
    )
    for day, paper in enumerate(PAPERS, start=3):
        yield ReceiveContractDocument(
            occurred_at=in_office_hours(begins_at + day * A_DAY), agreement_id=contract, document=paper
        )
    for limitation in (Limitation.PRODUCT_LIMIT, Limitation.SERVICE_SCOPE):
        yield DiscloseLimits(
            occurred_at=in_office_hours(begins_at + 9 * A_DAY),
            disclosure_id=uuid5(DEMONSTRATION, f"{contract}/{limitation}"),
            limitation=limitation,
            what=_say(account, dice, f"limit_{limitation}"),
            text_version="limits-2026-1",
            contact_id=account.contacts[0][0],
            channel=Channel.EMAIL,
            agreement_id=contract,
            acknowledgement=_say(account, dice, "acknowledged"),
        )
    yield SignAgreement(
        occurred_at=signed_at,
        agreement_id=contract,
        title=_say(account, dice, "contract"),
        effective_at=signed_at,
        ends_at=signed_at + TERM,
    )


def _obligations(account: Account, dice: Random, contract: str, signed_at: datetime) -> Iterator[Command]:
    clause, agreed_at = f"{contract}/3.2", signed_at + timedelta(minutes=20)
    yield AgreeObligation(
        occurred_at=agreed_at,
        obligation_id=clause,
        agreement_id=contract,
        kind=ObligationKind.MILESTONE,
        what=_say(account, dice, "obligation"),
        due_at=in_office_hours(signed_at + 60 * A_DAY),
    )
    yield from _quality(account, dice, contract, agreed_at)
    if account.number % 4:
        yield FulfilObligation(
            occurred_at=in_office_hours(signed_at + dice.uniform(40, 66) * A_DAY),
            obligation_id=clause,
            evidence=_say(account, dice, "accepted"),
        )
        return
    later = ObligationMove(obligation_id=clause, due_at=in_office_hours(signed_at + 90 * A_DAY))
    is_moved, amended_at = account.number % 3 == 0, in_office_hours(signed_at + 45 * A_DAY)
    yield AmendAgreement(
        occurred_at=amended_at,
        agreement_id=contract,
        terms=(),
        effective_at=amended_at,
        reason=_say(account, dice, "amended"),
        moves=(later,) if is_moved else (),
        drops=() if is_moved else (clause,),
    )


def _quality(account: Account, dice: Random, contract: str, agreed_at: datetime) -> Iterator[Command]:
    clause = f"{contract}/4.1"
    yield AgreeObligation(
        occurred_at=agreed_at,
        obligation_id=clause,
        agreement_id=contract,
        kind=ObligationKind.QUALITY,
        what=_say(account, dice, "quality"),
        due_at=agreed_at + TERM - A_DAY,
        standard=QualityStandard(measure="availability", unit="percent", at_least=GOOD_ENOUGH),
    )
    for month in range(1, MEASURED_MONTHS):
        day = (agreed_at + month * 31 * A_DAY).astimezone(ZONE).replace(day=3)
        yield MeasureQuality(
            occurred_at=in_office_hours(day),
            obligation_id=clause,
            month=f"{day.replace(day=1) - A_DAY:%Y-%m}",
            value=round(dice.uniform(98.6, 99.9), 1),
            evidence=_say(account, dice, "measured"),
        )


def _renewal(account: Account, dice: Random, contract: str, signed_at: datetime) -> Iterator[Command]:
    ends_at = signed_at + TERM
    yield PlanRenewal(
        occurred_at=in_office_hours(ends_at - 50 * A_DAY),
        agreement_id=contract,
        plan=_say(account, dice, "renewal_plan"),
        offer_by_at=in_office_hours(ends_at - 30 * A_DAY),
        planned_by=account.owner,
    )
    decided_at, following = in_office_hours(ends_at - 10 * A_DAY), f"{contract}-2"
    is_renewed = account.number % 10 != 5  # noqa: PLR2004  a third of them does not go on
    if is_renewed:
        yield SignAgreement(
            occurred_at=decided_at,
            agreement_id=following,
            title=_say(account, dice, "contract"),
            effective_at=ends_at,
        )
    yield DecideRenewal(
        occurred_at=decided_at + timedelta(minutes=30),
        agreement_id=contract,
        is_renewed=is_renewed,
        renewed_as=following if is_renewed else None,
        reason=_say(account, dice, "grows" if is_renewed else "no_budget"),
    )


def _dispute(account: Account, dice: Random, contract: str, at: datetime) -> Iterator[Command]:
    dispute_id = uuid5(DEMONSTRATION, f"{contract}/dispute")

    def days(count: int) -> datetime:
        return in_office_hours(at + count * A_DAY)

    yield OpenDispute(
        occurred_at=days(0),
        dispute_id=dispute_id,
        matter=_say(account, dice, "dispute"),
        agreement_id=contract,
    )
    yield StatePosition(
        occurred_at=days(1),
        dispute_id=dispute_id,
        position_id=uuid5(dispute_id, "customer"),
        side=DisputeSide.CUSTOMER,
        position=_say(account, dice, "their_position"),
        contact_id=account.contacts[0][0],
        stated_by=account.owner,
    )
    if account.number % 2:
        yield EndDispute(
            occurred_at=days(6),
            dispute_id=dispute_id,
            how=DisputeEnd.WITHDRAWN,
            reason=_say(account, dice, "found_paper"),
            ended_by=account.owner,
        )
        return
    yield StatePosition(
        occurred_at=days(2),
        dispute_id=dispute_id,
        position_id=uuid5(dispute_id, "ours"),
        side=DisputeSide.OURS,
        position=_say(account, dice, "our_position"),
        stated_by=account.owner,
    )
    yield from _mediated(account, dice, dispute_id, at)


def _mediated(account: Account, dice: Random, dispute_id: UUID, at: datetime) -> Iterator[Command]:
    proposal = _say(account, dice, "proposal")
    yield NameMediator(
        occurred_at=in_office_hours(at + 3 * A_DAY),
        dispute_id=dispute_id,
        mediator=MEDIATOR,
        reason=_say(account, dice, "knows_both"),
    )
    yield RecordMediation(
        occurred_at=in_office_hours(at + 7 * A_DAY),
        dispute_id=dispute_id,
        step_id=uuid5(dispute_id, "proposal"),
        what=proposal,
        mediated_by=MEDIATOR,
    )
    yield SettleDispute(
        occurred_at=in_office_hours(at + 12 * A_DAY),
        dispute_id=dispute_id,
        contact_id=account.contacts[0][0],
        agreed=proposal,
        settled_by=MEDIATOR,
    )


def _say(account: Account, dice: Random, key: str) -> str:
    return words(dice, key, account.language)
