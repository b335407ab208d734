"""What happens with the agreements of an account, in a history made at random; it uses no dice."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from service.domain.account.agreements.obligation_changes import ObligationMove
from service.domain.account.decisions.agreements.agreements import AmendAgreement, EndAgreement
from service.domain.account.decisions.agreements.consent import GiveConsent, WithdrawConsent
from service.domain.account.decisions.agreements.disclosures import DiscloseLimits
from service.domain.account.decisions.agreements.disputes import (
    EndDispute,
    NameMediator,
    OpenDispute,
    RecordMediation,
    SettleDispute,
    StatePosition,
)
from service.domain.account.decisions.agreements.handovers import (
    AcceptHandover,
    HandOverAccount,
    SupplementHandover,
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
from service.domain.account.decisions.contacts import OptInToSurveys, OptOutOfSurveys
from service.domain.account.record.agreements.handovers import HandoverNote
from service.domain.account.record.agreements.obligations import QualityStandard
from service.domain.account.vocabulary import DisputeEnd, DisputeSide, Limitation, ObligationKind
from service.domain.command import Command
from service.domain.vocabulary import Channel

LATER = datetime(2027, 9, 1, tzinfo=UTC)
"""After all that the history tells of."""


def consent_steps(contact_id: UUID, canary: str) -> tuple[Command, ...]:
    """Return what a contact says to the use of data."""
    return (
        GiveConsent(
            contact_id=contact_id,
            purpose="marketing",
            text_version=1,
            language="zh",
            channel=Channel.EMAIL,
            evidence=canary,
        ),
        WithdrawConsent(contact_id=contact_id, purpose="marketing", reason=canary),
        OptOutOfSurveys(contact_id=contact_id, reason=canary),
        OptInToSurveys(contact_id=contact_id, reason=canary),
    )


def dispute_steps(contact_id: UUID, canary: str) -> tuple[Command, ...]:
    """Return what was disclosed before C-7, and a dispute about it."""
    one, ours, theirs, step = (UUID(int=number) for number in range(1, 5))
    return (
        DiscloseLimits(
            disclosure_id=one,
            limitation=Limitation.RISK,
            what=canary,
            text_version="risk-1",
            contact_id=contact_id,
            channel=Channel.EMAIL,
            agreement_id="C-7",
            acknowledgement=canary,
        ),
        OpenDispute(dispute_id=one, matter=canary, agreement_id="C-7"),
        StatePosition(
            dispute_id=one, position_id=ours, side=DisputeSide.OURS, position=canary, stated_by="x"
        ),
        StatePosition(
            dispute_id=one,
            position_id=theirs,
            side=DisputeSide.CUSTOMER,
            position=canary,
            contact_id=contact_id,
            stated_by="x",
        ),
        NameMediator(dispute_id=one, mediator="y", reason=canary),
        RecordMediation(dispute_id=one, step_id=step, what=canary, mediated_by="y"),
        SettleDispute(dispute_id=one, contact_id=contact_id, agreed=canary, settled_by="y"),
        HandOverAccount(
            handover_id=one,
            to_staff="y",
            from_department="sales",
            notes=(HandoverNote(topic="needs", what=canary),),
            missing_reason=canary,
            from_staff="x",
        ),
        AcceptHandover(
            handover_id=one, questions=(HandoverNote(topic="needs", what=canary),), accepted_by="y"
        ),
        SupplementHandover(handover_id=one, notes=(HandoverNote(topic="people", what=canary),)),
        PlanSigning(agreement_id="C-9", planned_at=LATER),
        ReceiveContractDocument(
            agreement_id="C-9", document="business_licence", document_number="BL-7", note=canary
        ),
        PlanSigning(agreement_id="C-10", planned_at=LATER),
        GiveUpSigning(agreement_id="C-10", reason=canary),
        EndAgreement(agreement_id="C-7", ends_at=LATER, reason=canary),
        PlanRenewal(agreement_id="C-7", plan=canary, offer_by_at=LATER - timedelta(days=9), planned_by="x"),
        DecideRenewal(agreement_id="C-7", is_renewed=False, reason=canary),
        OpenDispute(dispute_id=ours, matter=canary),
        EndDispute(dispute_id=ours, how=DisputeEnd.LAW, reason=canary, ended_by="x"),
    )


def agreement_steps(start: datetime, canary: str) -> tuple[Command, ...]:
    """Return what is agreed by C-7, which was signed at `start`, and what becomes of it."""
    day = timedelta(days=1)
    always_up = QualityStandard(measure="availability", unit="percent", at_least=99.5)
    return (
        *(
            AgreeObligation(
                obligation_id=number,
                agreement_id="C-7",
                kind=ObligationKind.QUALITY if number == "4" else ObligationKind.MILESTONE,
                what=canary,
                due_at=start + days * day,
                standard=always_up if number == "4" else None,
                occurred_at=start,
            )
            for number, days in (("1", 20), ("2", 300), ("3", 300), ("4", 300))
        ),
        FulfilObligation(obligation_id="1", evidence=canary, document="AC-1", occurred_at=start + 30 * day),
        MeasureQuality(
            obligation_id="4", month="2026-03", value=99.1, evidence=canary, occurred_at=start + 31 * day
        ),
        MeasureQuality(
            obligation_id="4", month="2026-03", value=99.7, evidence=canary, occurred_at=start + 32 * day
        ),
        AmendAgreement(
            agreement_id="C-7",
            terms=(),
            effective_at=start + 33 * day,
            reason=canary,
            moves=(ObligationMove(obligation_id="2", due_at=start + 400 * day),),
            drops=("3",),
            occurred_at=start + 33 * day,
        ),
    )
