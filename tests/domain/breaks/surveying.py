"""How each rule about surveys is broken: from a command's good way to one that this rule refuses."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from service.domain.account import rules as account_rules
from service.domain.account.refusals import ContactNotFoundError
from service.domain.case.refused import surveying as refused
from service.domain.case.rules import surveying as rules
from service.domain.refusal import Refusal
from service.domain.vocabulary import Channel
from tests.domain.facts import CONTACT_ID, ELEVEN, NINE, RESOLVED, TEN
from tests.domain.ways.surveying import ASKED, survey_answered, survey_sent
from tests.rules import default_rulebook
from tests.specification import OPTED_OUT_ID

Break = Callable[[Any], Any]
NOBODY = UUID(int=77)


def _on(*history: Any) -> Break:
    return lambda way: replace(way, history=history)


def _telling(**fields: Any) -> Break:
    return lambda way: replace(way, command=way.command.model_copy(update=fields))


def _lately(way: Any) -> Any:
    """Ask somebody who was asked about another case the day before yesterday."""
    told = {"contact_id": CONTACT_ID, "last_asked_at": NINE - timedelta(days=2)}
    return replace(way, command=way.command.model_copy(update=told), rulebook=default_rulebook())


BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Break] = {
    (rules.survey_must_be_known, refused.SurveyUnknownError): _telling(survey_id=NOBODY),
    (rules.survey_must_be_new, refused.SurveyAlreadySentError): _on(
        *RESOLVED, survey_sent(channel=Channel.EMAIL)
    ),
    (rules.survey_must_not_have_expired, refused.SurveyExpiredError): _on(
        *RESOLVED, survey_sent(expires_at=ELEVEN)
    ),
    (rules.cycle_must_not_be_asked_about, refused.AskedAlreadyError): _on(*ASKED),
    (rules.survey_must_not_be_answered, refused.SurveyAlreadyAnsweredError): _on(
        *ASKED, survey_answered(at=TEN)
    ),
    (rules.asked_contact_must_be_known, ContactNotFoundError): _telling(contact_id=NOBODY),
    (rules.contact_must_not_have_opted_out, refused.ContactOptedOutError): _telling(contact_id=OPTED_OUT_ID),
    (rules.contact_must_not_be_asked_too_often, refused.AskedTooOftenError): _lately,
    (account_rules.contact_must_be_known, ContactNotFoundError): _telling(contact_id=NOBODY),
}
