"""How far the customer is on the way with us."""

from datetime import datetime

from service.domain.account.context import AccountContext
from service.domain.account.record.journey import JourneyStageReached, goes_back
from service.domain.account.rules import CARED_FOR
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, refuses_with
from service.domain.guidelines.profiles import ProfileGuide, names_of
from service.domain.personal import FreeText
from service.domain.refusal import Refusal


class MoveToStage(
    Command,
    records=JourneyStageReached,
    example={"stage": "implementation", "reason": "The line is being built"},
):
    """Record that the account came to another stage of its journey."""

    stage: Slug
    """Stage by the guideline `profiles`, such as signing, implementation, renewal or expansion."""
    reason: FreeText | None = None
    """Reason given by the member of staff; needed to go back to an earlier stage."""


class StageUnknownError(Refusal, field="stage"):
    """An account is in one of the stages of the guideline (REQUIREMENTS 85)."""


class BackWithoutReasonError(Refusal, field="reason"):
    """Who takes an account back to an earlier stage says why (REQUIREMENTS 85)."""


def _number(command: MoveToStage, context: AccountContext) -> int | None:
    guide = context.rulebook.guideline(ProfileGuide, command.happened_at(context.now))
    return guide.number_of(command.stage) if guide else None


@refuses_with(StageUnknownError)
def stage_must_be_known(_: CustomerAccount, command: MoveToStage, context: AccountContext) -> None:
    guide = context.rulebook.guideline(ProfileGuide, command.happened_at(context.now))
    if guide is not None and guide.stages and _number(command, context) is None:
        raise StageUnknownError(stage=command.stage, known=", ".join(names_of(guide.stages)))


@refuses_with(BackWithoutReasonError)
def way_back_must_have_a_reason(
    account: CustomerAccount, command: MoveToStage, context: AccountContext
) -> None:
    if command.reason is None and account.stage and goes_back(account, _number(command, context)):
        raise BackWithoutReasonError(stage=command.stage, now=account.stage.stage)


def move_to_stage(
    account: CustomerAccount, command: MoveToStage, context: AccountContext, at: datetime
) -> Events:
    if account.stage is not None and account.stage.stage == command.stage:
        return ()
    number = _number(command, context)
    is_back = goes_back(account, number)
    return (JourneyStageReached(occurred_at=at, number=number, is_back=is_back, **fields_of(command)),)


DECISIONS = (
    decides(MoveToStage, move_to_stage, *CARED_FOR, stage_must_be_known, way_back_must_have_a_reason),
)
