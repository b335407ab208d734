"""What customers have of us in service: one identifier a thing at a time, told in order or not."""

from datetime import timedelta
from uuid import UUID

import pytest

from service.domain.account.decisions.assets import (
    AssetRegisteredOtherwiseError,
    ChangeAsset,
    IdentifierTakenError,
    RegisterAsset,
    RetireAsset,
)
from service.domain.account.record.assets import RETIRED_REMEMBERED, AssetChanged
from service.domain.account.state import CustomerAccount
from service.domain.aggregates.aggregate import fold
from service.domain.guidelines.assets import AssetKind
from service.domain.refusal import LaterEventContradictsError
from tests.domain.account.examples.assets import ASSET_ID, OTHER_ID, digest, registered, retired
from tests.domain.facts import ELEVEN, NINE, TEN, opened
from tests.specification import given

KIND = {"asset_kind": "x", "title": {"zh": "x", "en": "x"}, "identifier_title": {"zh": "x", "en": "x"}}


def test_an_identifier_is_free_again_once_the_asset_that_had_it_is_retired() -> None:
    again = RegisterAsset(asset_id=OTHER_ID, asset_kind="mailbox", identifier="NORDWIND.example")
    given(opened(), registered()).when(again, at=ELEVEN).then_refused(IdentifierTakenError)
    after = registered(
        occurred_at=ELEVEN,
        asset_id=OTHER_ID,
        identifier="NORDWIND.example",
        particulars=(),
        details_digest=digest((), OTHER_ID),
    )
    given(opened(), registered(), retired()).when(again, at=ELEVEN).then(after)


def test_of_another_kind_the_same_identifier_is_another_thing() -> None:
    site = RegisterAsset(asset_id=OTHER_ID, asset_kind="website", identifier="nordwind.example")
    given(opened(), registered()).when(site, at=ELEVEN).then(
        registered(
            occurred_at=ELEVEN,
            asset_id=OTHER_ID,
            asset_kind="website",
            particulars=(),
            details_digest=digest((), OTHER_ID),
        )
    )


def test_what_is_told_late_does_not_take_the_identifier_of_what_came_later() -> None:
    early = RegisterAsset(
        asset_id=OTHER_ID, asset_kind="mailbox", identifier="nordwind.example", occurred_at=NINE
    )
    given(opened(), registered()).when(early, at=ELEVEN).then_refused(LaterEventContradictsError)
    retire = RetireAsset(asset_id=ASSET_ID, reason="Never used", occurred_at=TEN)
    changed = AssetChanged(
        occurred_at=ELEVEN,
        asset_id=ASSET_ID,
        identifier="n.example",
        details_digest=digest(),
        reason="They moved",
    )
    given(opened(), registered(), changed).when(retire, at=ELEVEN).then_refused(LaterEventContradictsError)


def test_what_is_changed_to_what_it_is_leaves_no_trace_and_other_details_are_no_repeat() -> None:
    same = ChangeAsset(asset_id=ASSET_ID, identifier="nordwind.example", reason="Nothing new")
    given(opened(), registered()).when(same, at=ELEVEN).then_nothing()
    other = RegisterAsset(asset_id=ASSET_ID, asset_kind="mailbox", identifier="nordwind.example")
    given(opened(), registered()).when(other, at=ELEVEN).then_refused(AssetRegisteredOtherwiseError)


def test_the_state_forgets_the_assets_that_were_retired_long_ago() -> None:
    facts = [opened()]
    for number in range(RETIRED_REMEMBERED + 5):
        asset_id, at = UUID(int=number + 1), NINE + timedelta(minutes=number)
        facts.append(registered(occurred_at=at, asset_id=asset_id))  # type: ignore[arg-type]
        facts.append(retired(occurred_at=at, asset_id=asset_id))  # type: ignore[arg-type]
    account = fold(tuple(facts))
    assert isinstance(account, CustomerAccount)
    assert (len(account.retired_assets), account.assets, account.asset_ids) == (RETIRED_REMEMBERED, {}, {})


@pytest.mark.parametrize(
    ("form", "fits", "unfit"),
    [
        (
            "domain",
            ["nordwind.example", "华东精密.中国"],
            ["nordwind", "li.na@nordwind.example", "a..b", "x"],
        ),
        ("digits", ["89860123456789012345"], ["8986-0123", "八九"]),
        ("any", ["GPS 17/3"], []),
    ],
)
def test_an_identifier_is_written_as_those_of_its_kind(form: str, fits: list[str], unfit: list[str]) -> None:
    kind = AssetKind.model_validate({**KIND, "identifier_form": form, "longest": 30})
    assert [kind.fits(each) for each in fits] == [True] * len(fits)
    assert [kind.fits(each) for each in unfit] == [False] * len(unfit)
    assert not kind.fits("9" * 31)
