"""What customers have of us in service, by example."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from service.domain.account.context import AccountContext
from service.domain.account.decisions.assets import (
    AssetNotFoundError,
    AssetRegisteredOtherwiseError,
    AssetRetiredError,
    ChangeAsset,
    IdentifierTakenError,
    RegisterAsset,
    RetireAsset,
    TooManyAssetsError,
    asset_must_be_in_service,
    asset_must_be_known,
    asset_must_fit_its_kind,
    assets_must_be_few_enough,
    change_must_fit_its_kind,
    details_must_be_as_on_record,
    digest_of,
    identifier_must_be_free,
    new_identifier_must_be_free,
)
from service.domain.account.profile.asset_kinds import (
    AssetDetailMissingError,
    AssetDetailUnknownError,
    AssetKindUnknownError,
    IdentifierUnfitError,
    ToldDetail,
)
from service.domain.account.record.assets import (
    Asset,
    AssetChanged,
    AssetDetail,
    AssetRegistered,
    AssetRetired,
)
from service.domain.account.signals.found import CaseNotOfAccountError, case_must_be_of_the_account
from service.domain.case.looked_up import LookedUp, OtherCase
from service.domain.guidelines.assets import AssetGuideline
from service.domain.rulebook.decisions import PublishGuideline
from tests.domain.example import (
    AT,
    Breaks,
    Commands,
    Events,
    Example,
    Ways,
    by_default_rules,
    on,
    with_fields,
)
from tests.domain.facts import ACCOUNT_ID, OTHER_CASE_ID, TEN, opened
from tests.domain.rulebook.published import book_of
from tests.domain.trigger_rows import Triggers, untimed
from tests.scene import Scene, Scenes, Step

ASSET_ID, OTHER_ID = (
    UUID("0195c3a0-0000-7000-8000-0000000000a5"),
    UUID("0195c3a0-0000-7000-8000-0000000000a6"),
)
_TOLD = (ToldDetail(detail="mailbox_count", words="25"),)


def digest(told: tuple[ToldDetail, ...] = _TOLD, asset_id: UUID = ASSET_ID) -> str:
    return digest_of(told, asset_id, AccountContext(now=AT))


_ON_RECORD = (AssetDetail(detail="mailbox_count", words="25"),)
_MAILBOX: dict[str, Any] = {"asset_id": ASSET_ID, "asset_kind": "mailbox", "identifier": "nordwind.example"}


def registered(**fields: Any) -> AssetRegistered:
    usual = {**_MAILBOX, "particulars": _ON_RECORD, "details_digest": digest()}
    return AssetRegistered(**{"occurred_at": TEN, **usual, **fields})


def asset() -> Asset:
    return Asset(
        asset_id=ASSET_ID,
        asset_kind="mailbox",
        identifier="nordwind.example",
        product=None,
        details_digest=digest(),
        registered_at=TEN,
    )


def retired(**fields: Any) -> AssetRetired:
    return AssetRetired(**{"occurred_at": TEN, "asset_id": ASSET_ID, "reason": "Cancelled", **fields})


_OPENED = (opened(),)
_ONE = (*_OPENED, registered())
_ANOTHER = registered(asset_id=OTHER_ID, identifier="other.example")
_MORE = (ToldDetail(detail="mailbox_count", words="40"),)
WAYS: Ways = (
    Example(RegisterAsset(**_MAILBOX, particulars=_TOLD), _OPENED, (registered(occurred_at=AT),)),
    Example(
        ChangeAsset(asset_id=ASSET_ID, particulars=_MORE, reason="They hired people"),
        _ONE,
        (
            AssetChanged(
                occurred_at=AT,
                asset_id=ASSET_ID,
                identifier="nordwind.example",
                particulars=(AssetDetail(detail="mailbox_count", words="40"),),
                details_digest=digest(_MORE),
                reason="They hired people",
            ),
        ),
    ),
    Example(RetireAsset(asset_id=ASSET_ID, reason="Cancelled"), _ONE, (retired(occurred_at=AT),)),
)
ABOUT_AN_EARLIER_EVENT: Commands = (ChangeAsset, RetireAsset)


def _of_another_account(way: Example) -> Example:
    other = OtherCase(account_id=ACCOUNT_ID, is_closed=False, split_from=None, goes_on_in=None)
    found = LookedUp(other_cases={OTHER_CASE_ID: other})
    return replace(with_fields(case_id=OTHER_CASE_ID)(way), looked_up=found)


def _of_one_asset(way: Example) -> Example:
    few = AssetGuideline(version=1, most_assets=1)
    rulebook = book_of(PublishGuideline(content=few))
    return replace(way, history=(*_OPENED, _ANOTHER), rulebook=rulebook)


BREAKS: Breaks = {
    (asset_must_fit_its_kind, AssetKindUnknownError): by_default_rules(asset_kind="castle"),
    (asset_must_fit_its_kind, IdentifierUnfitError): by_default_rules(identifier="x"),
    (asset_must_fit_its_kind, AssetDetailUnknownError): by_default_rules(
        particulars=(*_TOLD, ToldDetail(detail="colour", words="blue"))
    ),
    (asset_must_fit_its_kind, AssetDetailMissingError): by_default_rules(particulars=()),
    (change_must_fit_its_kind, IdentifierUnfitError): by_default_rules(identifier="x"),
    (change_must_fit_its_kind, AssetDetailUnknownError): by_default_rules(
        particulars=(*_TOLD, ToldDetail(detail="colour", words="blue"))
    ),
    (change_must_fit_its_kind, AssetDetailMissingError): by_default_rules(particulars=()),
    (identifier_must_be_free, IdentifierTakenError): on(*_OPENED, registered(asset_id=OTHER_ID)),
    (assets_must_be_few_enough, TooManyAssetsError): _of_one_asset,
    (case_must_be_of_the_account, CaseNotOfAccountError): _of_another_account,
    (details_must_be_as_on_record, AssetRegisteredOtherwiseError): on(
        *_OPENED, registered(occurred_at=AT, details_digest="another")
    ),
    (asset_must_be_known, AssetNotFoundError): on(*_OPENED),
    (asset_must_be_in_service, AssetRetiredError): on(*_ONE, retired()),
    (new_identifier_must_be_free, IdentifierTakenError): lambda way: on(*_ONE, _ANOTHER)(
        with_fields(identifier="OTHER.example")(way)
    ),
}
TRIGGERS: Triggers = untimed(WAYS, AssetRegistered, AssetChanged, AssetRetired)
WITHOUT_FIGURES: Events = (AssetRegistered, AssetChanged, AssetRetired)
MAILBOX: dict[str, Any] = {
    "asset_id": str(ASSET_ID),
    "asset_kind": "mailbox",
    "identifier": "nordwind.example",
    "particulars": [{"detail": "mailbox_count", "words": "25"}],
}
_REGISTER: list[Step] = [("assets", MAILBOX)]
SCENES: Scenes = {
    RegisterAsset: Scene("AssetRegistered.v1", MAILBOX),
    ChangeAsset: Scene(
        "AssetChanged.v1",
        {"asset_id": str(ASSET_ID), "identifier": "nordwind.test", "reason": "They moved"},
        _REGISTER,
    ),
    RetireAsset: Scene("AssetRetired.v1", {"asset_id": str(ASSET_ID), "reason": "Cancelled"}, _REGISTER),
}
