"""Whose data may be used for what, by what they said by then: the one truth of consents and opt-outs."""

from datetime import datetime
from uuid import UUID

from service.domain.account.record.contacts import SURVEY, ContactState
from service.domain.guidelines.consent import ConsentGuideline, UseRule
from service.domain.refusal import Refusal
from service.domain.rulebook.state import Rulebook
from service.domain.vocabulary import DataUse


class ConsentRequiredError(Refusal):
    """Data of a contact are used for a purpose that needs consent only while consent is given."""


_OBJECTED_TO = {DataUse.SURVEY: SURVEY, DataUse.QUESTIONNAIRE: SURVEY}
"""What an opt-out of surveys rules out, whatever guideline is published."""


def not_objecting(account: ContactState, use: DataUse, rulebook: Rulebook, at: datetime) -> frozenset[UUID]:
    """Return the contacts who have not withdrawn from a use, consenting or not."""
    rule = _rule(use, rulebook, at)
    purpose = _OBJECTED_TO.get(use) if rule is None else rule.purpose
    if purpose is None or (rule is not None and rule.needs == "nothing"):
        return account.contact_ids
    return account.contact_ids - account.objecting_to(purpose)


def allowing(account: ContactState, use: DataUse, rulebook: Rulebook, at: datetime) -> frozenset[UUID]:
    """Return the contacts whose data may be used."""
    rule = _rule(use, rulebook, at)
    free = not_objecting(account, use, rulebook, at)
    return free & account.consenting_to(rule.purpose) if rule and rule.needs == "consent" else free


def must_have_consented(
    account: ContactState,
    use: DataUse,
    rulebook: Rulebook,
    at: datetime,
    contact_id: UUID | None = None,
) -> None:
    """Raise ConsentRequiredError where a contact, or anybody if none is named, has not consented to a use."""
    allowed = allowing(account, use, rulebook, at)
    if (contact_id in allowed) if contact_id is not None else bool(allowed):
        return
    rule = _rule(use, rulebook, at)
    if rule is not None and rule.needs == "consent":
        raise ConsentRequiredError(purpose=rule.purpose, use=use.value)


def _rule(use: DataUse, rulebook: Rulebook, at: datetime) -> UseRule | None:
    guideline = rulebook.guideline(ConsentGuideline, at)
    return None if guideline is None else guideline.rule_for(use)
