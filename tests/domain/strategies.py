"""Commands by chance, of every kind, with few distinct words so that they meet again."""

import types
import typing
from datetime import date, datetime, timedelta
from enum import Enum
from operator import add
from typing import Any, NamedTuple
from uuid import UUID

from hypothesis import reject
from hypothesis import strategies as st
from pydantic import AwareDatetime, BaseModel, ValidationError

from service.domain.account import themes as account
from service.domain.account.decisions.profile import OpenAccount
from service.domain.account.record.health.usage import Use
from service.domain.case import themes as case
from service.domain.case.decisions.closure import CloseCase, ConfirmResolution, ReopenCase, ResolveCase
from service.domain.case.decisions.intake import ReceiveCase
from service.domain.case.decisions.ratings import RateSatisfaction
from service.domain.case.decisions.replies import SendReply
from service.domain.command import Command
from service.domain.vocabulary import CaseKind, Channel
from tests.domain.account.examples.agreements.agreements import ANSWER_IN_TEN_MINUTES, THREE_DAYS_BEFORE
from tests.domain.account.examples.settlements import SETTLES_ON
from tests.domain.facts import ACCOUNT_ID, CONTACT_ID, NINE


class Step(NamedTuple):
    """A command and the moment at which it reaches us."""

    command: Command
    now: datetime


_FIELDS = st.sampled_from(["decision_chain", "size", "industry"])
_BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "code": st.sampled_from(["KA-1", "ka-1", "KA-2"]),
    "score": st.integers(1, 5),  # lies on every scale
    "cycle": st.integers(1, 3),
    "csat": st.integers(1, 5),
    "ces": st.integers(1, 7),
    "programme_version": st.integers(1, 2),
    "policy_id": st.sampled_from(["default", "north"]),
    "agreement_id": st.sampled_from(["C-1", "C-2"]),
    "document": st.sampled_from(["business_licence", "bank_details"]),
    "purpose": st.sampled_from(["marketing", "survey"]),
    "language": st.sampled_from(["zh", "en"]),
    "obligation_id": st.sampled_from(["3.2", "4.1"]),
    "drops": st.sampled_from([(), ("3.2",), ("4.1",)]),
    "terms": st.sampled_from([(), (THREE_DAYS_BEFORE,), (ANSWER_IN_TEN_MINUTES, THREE_DAYS_BEFORE)]),
    "circumstances": st.sampled_from([(), ("outage",), ("line_stopped", "urgent_support"), ("full_moon",)]),
    "currency": st.sampled_from(["CNY", "EUR"]),
    "sha256": st.sampled_from(["a" * 64, "b" * 64]),
    "size_bytes": st.integers(1, 3),
    "day_of_month": st.sampled_from([2, 15]),
    "remedy_type": st.sampled_from(["refund", "apology"]),
    "amount_minor": st.sampled_from([0, 30_000, 5_000_000]),
    "root_code": st.sampled_from(["late_delivery", "product_defect"]),
    "process_step": st.sampled_from(["delivery", "installation"]),
    "weekday": st.sampled_from(["monday", "wednesday"]),
    "department": st.sampled_from(["logistics", "technical", "甲"]),
    "asset_kind": st.sampled_from(["mailbox", "database"]),
    "identifier": st.sampled_from(["nordwind.example", "orders"]),
    "detail": st.sampled_from(["mailbox_count", "host"]),
    "service_request": st.sampled_from(["open_mailbox", "enter_database", "cancel_asset"]),
    "topic": st.sampled_from(["people", "needs", "weather"]),
    "step": st.sampled_from(["progress", "help", "ship_part"]),
    "month": st.sampled_from(["2026-02", "2026-03", "2026-04"]),
    "field": _FIELDS,
    "confirmed": st.lists(_FIELDS, max_size=2).map(tuple),
    "outdated": st.lists(_FIELDS, max_size=2).map(tuple),
    "source": st.sampled_from(["visit", "call"]),
    "stage": st.sampled_from(["signing", "renewal"]),
    "account_class": st.sampled_from(["growing", "stable"]),
    "decision_role": st.sampled_from(["decider", "buyer"]),
    "preferences": st.sampled_from([(), ("charts",), ("charts", "short_voice")]),
    "reachable_from": st.sampled_from(["08:30", "13:00"]),
    "reachable_until": st.sampled_from(["11:30", "18:00"]),
    "uses": st.integers(1, 3).map(lambda count: (Use(feature="stock_report", used_at=NINE, count=count),)),
    "settlement_on": st.sampled_from([SETTLES_ON, date(2026, 3, 2), date(2026, 4, 15)]),
}
_BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    date: st.sampled_from([date(2026, 2, 28), date(2026, 3, 5), date(2026, 6, 1)]),
    int: st.integers(0, 3),
    float: st.sampled_from([0.0, 99.5, 100.0]),
    str: st.sampled_from(["甲", "b.li", "Schröder 🙂"]),
    AwareDatetime: st.integers(-60, 600).map(lambda minutes: NINE + timedelta(minutes=minutes)),
}


def commands(kind: type[Command]) -> st.SearchStrategy[Command]:
    """Return commands of one kind; a combination of fields that the kind does not allow is thrown away."""
    required: dict[str, st.SearchStrategy[Any]] = {}
    optional: dict[str, st.SearchStrategy[Any]] = {}
    for name, field in kind.model_fields.items():
        if name == "occurred_at":  # follows from the moment of the step
            continue
        (required if field.is_required() else optional)[name] = values_of(name, field.annotation)

    def built(fields: dict[str, Any]) -> Command:
        try:
            return kind(**fields)
        except ValidationError:
            reject()

    return st.fixed_dictionaries(required, optional=optional).map(built)


def values_of(name: str, annotation: Any) -> st.SearchStrategy[Any]:
    """Return values of a field by its name, else by its type; never null."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        annotation = next(part for part in typing.get_args(annotation) if part is not type(None))
    while typing.get_origin(annotation) is typing.Annotated:
        annotation = typing.get_args(annotation)[0]
    if name in _BY_NAME:
        return _BY_NAME[name]
    if annotation is UUID:
        return st.sampled_from([ACCOUNT_ID, CONTACT_ID])
    if typing.get_origin(annotation) is tuple:
        return st.lists(values_of(name, typing.get_args(annotation)[0]), max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = annotation.model_fields.items()
        return st.builds(annotation, **{each: values_of(each, field.annotation) for each, field in fields})
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return st.sampled_from(annotation)
    if typing.get_origin(annotation) is typing.Literal:
        return st.sampled_from(typing.get_args(annotation))
    return _BY_TYPE[annotation]


def _steps(kinds: list[type[Command]]) -> st.SearchStrategy[list[Step]]:
    command = st.sampled_from(kinds).flatmap(commands)
    passing = st.integers(0, 90)
    ago = st.none() | st.none() | st.integers(-6, 200)
    return st.lists(st.tuples(command, passing, ago), min_size=4, max_size=16).map(_in_time)


def _in_time(sent: list[tuple[Command, int, int | None]]) -> list[Step]:
    now, steps = NINE, []
    for command, passing, ago in sent:
        now += timedelta(minutes=passing)
        occurred_at = None if ago is None else now - timedelta(minutes=ago)
        steps.append(Step(command.model_copy(update={"occurred_at": occurred_at}), now))
    return steps


_OPENED = [Step(OpenAccount(code="KA-1", name="甲"), NINE)]
_RECEIVED = [
    [
        Step(ReceiveCase(account_id=ACCOUNT_ID, channel=Channel.PHONE, kind=kind, subject="It stops"), NINE),
        Step(SendReply(text="Please reset it"), NINE + timedelta(minutes=20)),
    ]
    for kind in (CaseKind.TECHNICAL, CaseKind.COMPLAINT)
]
_ACCOUNT_COMMANDS = [decision.command for decision in account.DECISIONS]
_CASE_COMMANDS = [decision.command for decision in case.DECISIONS]
_ENDING: list[type[Command]] = [ResolveCase, ConfirmResolution, ReopenCase, RateSatisfaction, CloseCase]
case_steps = st.builds(add, st.sampled_from(_RECEIVED), _steps([*_CASE_COMMANDS, *_ENDING, *_ENDING]))
account_steps = _steps(_ACCOUNT_COMMANDS).map(lambda later: [*_OPENED, *later])
mixed_steps = _steps([*_ACCOUNT_COMMANDS, *_CASE_COMMANDS])
steps = st.sampled_from([case_steps, case_steps, case_steps, account_steps, mixed_steps]).flatmap(lambda s: s)
