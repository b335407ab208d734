"""Every text on the record is either marked as somebody's personal data or known not to be."""

import ast
import inspect
import typing
from collections.abc import Iterator
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from service.domain.account import record as account_record
from service.domain.account import state as account_state
from service.domain.account import themes as account_themes
from service.domain.account.decisions.agreements.handovers import AcceptHandover
from service.domain.account.record.profile import AccountOwnerAssigned
from service.domain.aggregates.aggregate import COMMANDS, EVENTS
from service.domain.case import record as case_record
from service.domain.case import state as case_state
from service.domain.case import themes as case_themes
from service.domain.command import Command
from service.domain.personal import FreeText, Personal, personal_fields
from service.domain.rulebook import evolve as rulebook_evolve
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.themes_by_example import modules_of

_STAFF = "a staff id of ours: accountability must outlive an erasure of customer data"
_TEAM = "a team of ours"
_NUMBER = "a number given by a system to a thing, not to a person"
_RULE = "what the house has written into its rules"
_WORD = "a word from a list that the house keeps"
NOT_PERSONAL: dict[str, str] = {
    "holding_phrases": "what anybody says to hold off; written by who publishes the guideline",
    "receipts": "what anybody says to confirm a receipt; written by who publishes the guideline",
    "courtesies": "what anybody says to be polite; written by who publishes the guideline",
    "feature": _WORD,
    "external_id": _NUMBER,
    "plays": _WORD,
    "play": _WORD,
    "action": _WORD,
    "competitor": "the name of an organisation",
    "item": _WORD,
    "kinds": _WORD,
    "given_by": _STAFF,
    "noted_by": _STAFF,
    "done_by": _STAFF,
    "value_digest": "tells the same value of one account from others and cannot be read back",
    "point_digest": "tells the same name, address and number of one contact from others; no way back",
    "details_digest": "tells the same details of one asset from others and cannot be read back",
    "onboarding_stage": _WORD,
    "asset_kind": _WORD,
    "asset_kinds": _WORD,
    "detail": _WORD,
    "service_request": _WORD,
    "identifier": "what a thing is known by; the guideline `assets` has none that names a person",
    "field": _WORD,
    "word": _RULE,
    "if_named": _RULE,
    "section": _RULE,
    "empty_words": "what anybody says who knows nothing; written by who publishes the guideline",
    "vouched_by": _STAFF,
    "fields": _RULE,
    "confirmed": _WORD,
    "changed": _WORD,
    "outdated": _WORD,
    "stage": _WORD,
    "account_class": _WORD,
    "steward": _STAFF,
    "assigned_by": _STAFF,
    "reviewed_by": _STAFF,
    "decision_role": "a part played at the customer, like role",
    "preferences": "words of a list, like preferred_channel",
    "reachable_from": "a time of the day, like preferred_channel",
    "reachable_until": "a time of the day, like preferred_channel",
    "verbatim_digest": "tells the same words from others and cannot be read back",
    "words_digest": "tells the same words from others and cannot be read back",
    "code": "the customer number of an organisation",
    "industry": "a line of business of an organisation",
    "role": "a part played at the customer; the person is known by contact_id, whose name is personal",
    "follower": _STAFF,
    "owner": _STAFF,
    "from_owner": _STAFF,
    "to_owner": _STAFF,
    "counterpart": _STAFF,
    "asked_of": "a department of ours, or the part that somebody of ours plays",
    "task_force": _STAFF,
    "accepted_by": _STAFF,
    "responsible": _STAFF,
    "engineer": _STAFF,
    "head": _STAFF,
    "crew": _STAFF,
    "follow_up_by": _STAFF,
    "people": _STAFF,
    "chosen": _STAFF,
    "escalated_to": _STAFF,
    "recipients": "departments of ours, and parts that are played here",
    "form": _WORD,
    "language": _WORD,
    "team": _TEAM,
    "wanted_team": _TEAM,
    "from_team": _TEAM,
    "to_team": _TEAM,
    "department": _TEAM,
    "reference": _NUMBER,
    "order_reference": _NUMBER,
    "asset_reference": _NUMBER,
    "alert_reference": _NUMBER,
    "tracking_reference": _NUMBER,
    "template": _WORD,
    "question": _WORD,
    "sha256": "the hash of a file",
    "media_type": "a type of files",
    "currency": "a currency",
    "circumstances": _WORD,
    "by_rules": _RULE,
    "circumstance": _RULE,
    "update": _NUMBER,
    "plan_id": _NUMBER,
    "materials": _NUMBER,
    "delivery_proof": _NUMBER,
    "category": _WORD,
    "step": _WORD,
    "technology": _WORD,
    "skills": _WORD,
    "wanted_skills": _WORD,
    "skills_by_category": _WORD,
    "skills_by_industry": _WORD,
    "skills_by_segment": _WORD,
    "skills_by_kind": _WORD,
    "resolution_code": _WORD,
    "topic": _WORD,
    "campaign": _WORD,
    "kind": "a kind of date that the guideline names; birthdays stand without name and year",
    "occasion": _WORD,
    "begins_on": "a day of the calendar",
    "ends_on": "a day of the calendar",
    "gift_currency": "a currency",
    "reminder": "the name of an occasion and ids",
    "survey": _WORD,
    "clock": _WORD,
    "counts": _WORD,
    "clocks": _RULE,
    "agreement_id": _NUMBER,
    "obligation_id": _NUMBER,
    "document": _NUMBER,
    "drops": _NUMBER,
    "measure": _WORD,
    "purpose": _WORD,
    "from_staff": _STAFF,
    "to_staff": _STAFF,
    "from_department": _TEAM,
    "topics": _WORD,
    "missing": _WORD,
    "asked_about": _WORD,
    "documents": _WORD,
    "document_number": _NUMBER,
    "planned_by": _STAFF,
    "renewed_as": _NUMBER,
    "text_version": "a version of a text of ours",
    "mediator": _STAFF,
    "mediated_by": _STAFF,
    "stated_by": _STAFF,
    "settled_by": _STAFF,
    "ended_by": _STAFF,
    "unit": _WORD,
    "report": _NUMBER,
    "routed_to": _TEAM,
    "month": "a month of the calendar",
    "source": "the name of a system",
    "staff_id": _STAFF,
    "waived_by": _STAFF,
    "subject": "the id of a commitment, collaboration or visit in ClockStarted",
    "policy_id": _RULE,
    "calendar_id": _RULE,
    "rule": _RULE,
    "segment_calendars": _RULE,
    "categories": _WORD,
    "departments": _TEAM,
    "steps": _WORD,
    "zone": _RULE,
    "weekly": _RULE,
    "windows": _RULE,
    "remedy_type": _WORD,
    "remedy_class": _WORD,
    "root_code": _WORD,
    "process_step": _WORD,
    "process_steps": _WORD,
    "roots": _WORD,
    "proposed_by": _STAFF,
    "approved_by": _STAFF,
    "taken_by": _STAFF,
    "rejected_by": _STAFF,
    "granted_by": _STAFF,
    "requested_by": _STAFF,
    "asked_by": _STAFF,
    "decided_by": _STAFF,
    "need_number": _NUMBER,
    "product": "a product or service of ours",
    "about": "a subject area or an asset, not a person",
    "dismissed_by": _STAFF,
    "refund_reference": _NUMBER,
    "release": "a version, order or document in which a need can be seen",
    "origin_reference": _NUMBER,
    "passed_by": _STAFF,
    "zh": _RULE,
    "en": _RULE,
}
FOLDS = [
    account_themes,
    account_state,
    case_themes,
    case_state,
    rulebook_evolve,
    *modules_of(account_record),
    *modules_of(case_record),
]
STATE = {"self", "case", "after", "account"}
PERSONAL_NAMES = {name for model in EVENTS.values() for name in personal_fields(model)}


def holds_text(annotation: Any) -> bool:
    """Return whether a field can hold any text, also inside a union, a list or a table."""
    if annotation is str:
        return True
    if typing.get_origin(annotation) is typing.Literal:
        return False
    return any(holds_text(part) for part in typing.get_args(annotation))


def models_within(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models that a field or a model holds, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from models_within(field.annotation)
    for part in typing.get_args(annotation):
        yield from models_within(part)


MODELS: dict[str, type[BaseModel]] = {
    model.__name__ if model not in EVENTS.values() else str(model.model_fields["type"].default): model
    for outer in (*EVENTS.values(), *COMMANDS.values())
    for model in models_within(outer)
}


def unexplained(model: type[BaseModel]) -> set[str]:
    """Return the text fields of a model that are neither marked nor listed."""
    texts = {name for name, field in model.model_fields.items() if holds_text(field.annotation)}
    return texts - set(personal_fields(model)) - set(NOT_PERSONAL)


def reads_of_personal_fields(source: str) -> set[str]:
    """Return the personal field names that a module asks an object for.

    What the state is asked for does not count, such as `case.questions`: it is made of what folds have read.
    """
    attributes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)]
    asked = {node.attr for node in attributes if ast.unparse(node.value) not in STATE}
    return asked & PERSONAL_NAMES


class Planted(BaseModel):
    marked: FreeText | None = None
    listed: list[Annotated[str, Personal("stream")]] = Field(default_factory=list)
    remark: str | None = None
    tags: dict[str, list[str]] = Field(default_factory=dict)


class Outer(BaseModel):
    inner: tuple[Planted, ...] = ()
    numbers: tuple[int, ...] = ()


def test_an_unmarked_text_is_found_wherever_it_hides() -> None:
    assert unexplained(Planted) == {"remark", "tags"}
    assert set(personal_fields(Planted)) == {"marked", "listed"}


def test_a_field_that_holds_personal_texts_deep_inside_is_personal_and_what_it_holds_is_looked_at() -> None:
    assert personal_fields(Outer) == {"inner": "stream"}
    assert list(models_within(Outer)) == [Outer, Planted]


@pytest.mark.parametrize("name", MODELS)
def test_every_text_is_personal_or_known_not_to_be(name: str) -> None:
    assert unexplained(MODELS[name]) == set()


@pytest.mark.parametrize("name", MODELS)
def test_what_is_marked_is_a_text_and_its_subject_is_a_field_or_the_stream(name: str) -> None:
    for field, subject in personal_fields(MODELS[name]).items():
        annotation = MODELS[name].model_fields[field].annotation
        assert holds_text(annotation) or any(map(personal_fields, models_within(annotation)))
        assert subject == "stream" or subject in MODELS[name].model_fields


def test_no_field_is_listed_that_nobody_has() -> None:
    plain = {
        name for model in MODELS.values() for name in set(model.model_fields) - set(personal_fields(model))
    }
    assert set(NOT_PERSONAL) <= plain


WORDS_OF_THE_HOUSE: dict[tuple[type[Any], type[Any]], set[str]] = {
    (AcceptHandover, AccountOwnerAssigned): {"reason"}
}
"""Fields in which the house itself writes a sentence that names nobody."""


@pytest.mark.parametrize("kind", GOOD_WAYS, ids=lambda kind: kind.__name__)
def test_a_command_marks_its_fields_as_the_events_do_that_follow(kind: type[Command]) -> None:
    for event in {type(event) for event in GOOD_WAYS[kind].events}:
        shared = set(kind.model_fields) & set(event.model_fields)
        marked = {name: subject for name, subject in personal_fields(kind).items() if name in shared}
        assert marked == {name: subject for name, subject in personal_fields(event).items() if name in shared}
        of_the_house = WORDS_OF_THE_HOUSE.get((kind, event), set())
        assert set(personal_fields(event)) - of_the_house <= set(personal_fields(kind)), (
            "personal text comes from the command"
        )


def test_the_search_for_reads_of_personal_fields_finds_a_planted_one() -> None:
    assert reads_of_personal_fields("state = replace(state, last=event.text)") == {"text"}
    assert reads_of_personal_fields("case.questions; case.find(event).question") == {"question"}


@pytest.mark.parametrize("module", FOLDS, ids=lambda module: module.__name__)
def test_no_fold_asks_for_a_personal_field(module: Any) -> None:
    assert reads_of_personal_fields(inspect.getsource(module)) == set()
