"""What a new customer is accompanied with while the account is put to use (REQUIREMENTS 107). Pure."""

from collections.abc import Iterator
from datetime import datetime

from service.domain.account.state import CustomerAccount
from service.domain.guidelines.follow_up import FollowUp, OnboardingStep

PREFIX = "onboarding:"


def onboarding_since(account: CustomerAccount, guideline: FollowUp) -> datetime | None:
    """Return since when a customer is accompanied; None while it is not, or not any more."""
    stage = account.stage
    is_begun = stage is not None and stage.stage == guideline.onboarding_stage
    return stage.since if stage is not None and is_begun and account.closed_at is None else None


def fact_of(account: CustomerAccount, step: OnboardingStep, since: datetime) -> str | None:
    """Return what on the record does a step by itself, such as a training; None while nothing does."""
    held = {**account.last_visits, **account.last_care}
    return next((kind for kind in step.done_by if kind in held and held[kind] >= since), None)


def steps_done(account: CustomerAccount, guideline: FollowUp) -> Iterator[tuple[str, str]]:
    """Yield the reminders of steps that facts have done, each with the fact."""
    since = onboarding_since(account, guideline)
    for step in guideline.onboarding if since is not None else ():
        fact = fact_of(account, step, since) if since is not None else None
        if fact is not None:
            yield f"{PREFIX}{step.step}", fact
