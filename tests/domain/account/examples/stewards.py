"""Who keeps the data of an account, by example."""

from dataclasses import replace
from typing import Any

from service.domain.account.decisions.stewards import (
    AccountClassUnknownError,
    AssignSteward,
    StewardNamedBySubordinateError,
    class_must_be_known,
    person_must_classify,
    supervisor_must_classify,
)
from service.domain.account.record.stewards import StewardAssigned
from service.domain.refusal import PersonNotNamedError
from tests.domain.account.examples.profile_values import MACHINE
from tests.domain.example import AT, Breaks, Events, Example, Ways, by_default_rules, with_fields
from tests.domain.facts import opened
from tests.domain.staffed import A_WANG_WORKS
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes


def steward_assigned(**fields: Any) -> StewardAssigned:
    usual = {
        "steward": "li.na",
        "account_class": "growing",
        "assigned_by": "a.wang",
        "reason": "Data are thin",
    }
    return StewardAssigned(**{"occurred_at": AT, **usual, **fields})


WAYS: Ways = (
    Example(
        AssignSteward(steward="li.na", account_class="growing", assigned_by="a.wang", reason="Data are thin"),
        (opened(),),
        (steward_assigned(),),
    ),
)
BREAKS: Breaks = {
    (class_must_be_known, AccountClassUnknownError): by_default_rules(account_class="royal"),
    (person_must_classify, PersonNotNamedError): lambda way: replace(
        with_fields(assigned_by=None)(way), teller=MACHINE
    ),
    (supervisor_must_classify, StewardNamedBySubordinateError): lambda way: replace(
        way,
        command=way.command.model_copy(update={"steward": "a.wang"}),
        rulebook=A_WANG_WORKS,
    ),
}
TRIGGERS: Triggers = untimed(WAYS, StewardAssigned)
WITHOUT_FIGURES: Events = (StewardAssigned,)
SCENES: Scenes = {
    AssignSteward: Scene(
        "StewardAssigned.v1",
        {"steward": "li.na", "account_class": "growing", "reason": "Orders doubled"},
    )
}
