"""Every command on a case that names a contact names one of the account of the case."""

from uuid import UUID

from service.domain.aggregates.aggregate import DECISIONS
from service.domain.case.rules import NAMES_A_CONTACT, contact_must_be_of_the_account
from service.domain.case.themes import DECISIONS as CASE_DECISIONS


def test_every_field_of_a_command_that_names_a_contact_is_looked_at() -> None:
    naming = {
        decision.command
        for decision in CASE_DECISIONS
        for name, field in decision.command.model_fields.items()
        if name.endswith("contact_id") and field.annotation == (UUID | None)
    }
    looked_at = {
        decision.command
        for decision in DECISIONS.values()
        if contact_must_be_of_the_account in decision.rules
    }
    assert naming == looked_at
    assert len(naming) == 10


def test_no_field_of_a_command_names_a_contact_by_another_name() -> None:
    names = {name for decision in CASE_DECISIONS for name in decision.command.model_fields}
    assert {name for name in names if "contact" in name} == NAMES_A_CONTACT
