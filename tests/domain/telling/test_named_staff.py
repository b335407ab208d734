"""Whom a command names as one of ours is marked by its type, and checked in one place (row 7)."""

from dataclasses import replace

import pytest

from service.domain.aggregates.aggregate import COMMANDS, decide, fold
from service.domain.case.approvals import RungNotHeldError
from service.domain.case.context import DecisionContext
from service.domain.command import Command
from service.domain.described import descriptions_of
from service.domain.guidelines.telling_late import Teller
from service.domain.refusal import NotOfStaffError, NotTheSenderError, SenderNotNamedError
from service.domain.staff_id import in_one_form, one_form, staff_fields, staff_named
from tests.domain.example import AT, Example
from tests.domain.good_ways import GOOD_WAYS
from tests.domain.staffed import person, staffed
from tests.specification import given

NAMING = [way for way in GOOD_WAYS.values() if staff_named(way.command)]
SENT = [
    (way, field)
    for way in NAMING
    for field, mark in staff_fields(type(way.command)).items()
    if mark.is_sender
]
LI_NA = Teller("supervisor", may_backdate=True, key="desk", staff_id="li.na")


def name_of(way: object) -> str:
    return type(way.command).__name__ if isinstance(way, Example) else str(way)


def sent(way: Example, command: Command, teller: Teller | None) -> None:
    context = DecisionContext(
        now=AT, account=way.account, rulebook=way.rulebook, looked_up=way.looked_up, teller=teller
    )
    decide(fold(way.history), command, context)


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.__name__)
def test_every_field_that_is_described_as_a_staff_id_is_marked(command: type[Command]) -> None:
    meanings = descriptions_of(command).items()
    described = {name for name, meaning in meanings if meaning.startswith("Staff id of")}
    assert described <= staff_fields(command).keys()


def test_there_are_many_commands_that_name_one_of_ours() -> None:
    assert len(NAMING) >= 18
    assert len(SENT) >= 9


@pytest.mark.parametrize("way", NAMING, ids=name_of)
def test_who_is_not_in_the_published_directory_is_not_one_of_ours(way: Example) -> None:
    named = staff_named(way.command)
    strangers = staffed(person("x.y"), after=way.rulebook)
    context = given(*way.history).when(
        way.command, at=AT, account=way.account, rulebook=strangers, looked_up=way.looked_up
    )
    with pytest.raises((NotOfStaffError, RungNotHeldError)) as caught:
        context.decided()
    assert caught.value.values["staff_id"] in {name for _, name in named}
    ours = staffed(*(person(name.upper(), level="director") for name in {name for _, name in named}))
    known = replace(
        way, rulebook=replace(way.rulebook, guidelines=(*way.rulebook.guidelines, *ours.guidelines))
    )
    sent(known, way.command, None)


@pytest.mark.parametrize(("way", "field"), SENT, ids=name_of)
def test_who_does_it_is_who_sends_it(way: Example, field: str) -> None:
    with pytest.raises(NotTheSenderError) as caught:
        sent(way, way.command, LI_NA)
    assert caught.value.field == field
    if staff_fields(type(way.command))[field].must_be_known:
        with pytest.raises(SenderNotNamedError):
            sent(way, way.command.model_copy(update={field: None}), None)


@pytest.mark.parametrize("written", ["Li.Na", "LI.NA", "ｌｉ.ｎａ", " li.na "])
def test_a_staff_id_has_one_form(written: str) -> None:
    assert one_form(written) == "li.na"
    assert one_form(one_form(written)) == "li.na"


@pytest.mark.parametrize("way", NAMING, ids=name_of)
def test_staff_ids_are_put_into_their_form_wherever_a_command_holds_them(way: Example) -> None:
    plain = in_one_form(way.command)
    assert staff_named(plain) == [(field, one_form(name)) for field, name in staff_named(way.command)]
    assert in_one_form(plain) is plain
