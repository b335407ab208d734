"""What customers have of us in service: registered, changed, retired."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Protocol, Self
from uuid import UUID

from pydantic import model_validator

from service.domain.account.context import AccountContext
from service.domain.account.profile.asset_kinds import (
    AssetDetailMissingError,
    AssetDetailUnknownError,
    AssetKindUnknownError,
    Details,
    IdentifierUnfitError,
    ToldDetail,
    details_must_fit,
    identifier_must_fit,
    recorded,
    told_once,
)
from service.domain.account.record.assets import Asset, AssetChanged, AssetRegistered, AssetRetired
from service.domain.account.rules import CARED_FOR
from service.domain.account.signals.found import case_must_be_of_the_account
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Slug
from service.domain.command import Command
from service.domain.decision import Events, decides, fields_of, records, refuses_with, told_of
from service.domain.guidelines.assets import AssetGuideline
from service.domain.personal import FreeText
from service.domain.refusal import Refusal
from service.domain.text import Code, MeaningfulCode

DIGEST_DIGITS = 16


class RegisterAsset(
    Command,
    records=AssetRegistered,
    example={
        "asset_kind": "mailbox",
        "identifier": "nordwind.example",
        "product": "mail-business",
        "particulars": [{"detail": "mailbox_count", "words": "25"}],
    },
):
    """Put something that the customer has of us on the register: it is in service."""

    asset_id: UUID
    """Id of the asset, chosen by the sender."""
    asset_kind: Slug
    identifier: MeaningfulCode
    product: Code | None = None
    particulars: Details = ()
    case_id: UUID | None = None

    @model_validator(mode="after")
    def _tells_each_once(self) -> Self:
        told_once(self.particulars)
        return self


class ChangeAsset(
    Command,
    records=AssetChanged,
    example={"particulars": [{"detail": "mailbox_count", "words": "40"}], "reason": "They hired people"},
):
    """Record what is another about an asset in service. What is left out stays as it is."""

    asset_id: UUID
    identifier: MeaningfulCode | None = None
    """What it is known by from now on; null if that stays."""
    product: Code | None = None
    """Product or service that it is from now on; null if that stays."""
    particulars: Details | None = None
    """All that is told of it from now on; null if that stays."""
    case_id: UUID | None = None
    reason: FreeText

    @model_validator(mode="after")
    def _tells_each_once(self) -> Self:
        told_once(self.particulars or ())
        return self


class RetireAsset(Command, records=AssetRetired, example={"reason": "The contract was cancelled"}):
    """Record that an asset went out of service, from `occurred_at` on."""

    asset_id: UUID
    case_id: UUID | None = None
    reason: FreeText


class NamesAsset(Protocol):
    """A command about an asset that is on the register."""

    @property
    def asset_id(self) -> UUID: ...


class IdentifierTakenError(Refusal, field="identifier"):
    """Among the assets of a kind in service an identifier is one of them (REQUIREMENTS 95)."""


class TooManyAssetsError(Refusal, field="asset_id"):
    """An account has so many assets in service as the guideline says."""


class AssetRegisteredOtherwiseError(Refusal, field="particulars"):
    """An asset is registered once, with its particulars; what is new later is changed (REQUIREMENTS 95)."""


class AssetNotFoundError(Refusal, field="asset_id"):
    """The account has no such asset."""


class AssetRetiredError(Refusal, field="asset_id"):
    """What is out of service is not changed."""


@refuses_with(AssetKindUnknownError, IdentifierUnfitError, AssetDetailUnknownError, AssetDetailMissingError)
def asset_must_fit_its_kind(_: CustomerAccount, command: RegisterAsset, context: AccountContext) -> None:
    """Where no guideline names kinds, any will do."""
    guideline = _guideline(command, context)
    if guideline is None or not guideline.kinds:
        return
    kind = guideline.kind_named(command.asset_kind)
    if kind is None:
        known = ", ".join(one.asset_kind for one in guideline.kinds)
        raise AssetKindUnknownError(asset_kind=command.asset_kind, known=known)
    identifier_must_fit(command.identifier, kind)
    details_must_fit(command.particulars, kind)


@refuses_with(IdentifierUnfitError, AssetDetailUnknownError, AssetDetailMissingError)
def change_must_fit_its_kind(account: CustomerAccount, command: ChangeAsset, context: AccountContext) -> None:
    guideline, known = _guideline(command, context), account.asset(command.asset_id)
    kind = guideline.kind_named(known.asset_kind) if guideline and known else None
    if kind is None:
        return
    if command.identifier is not None:
        identifier_must_fit(command.identifier, kind)
    if command.particulars is not None:
        details_must_fit(command.particulars, kind)


@refuses_with(IdentifierTakenError)
def identifier_must_be_free(account: CustomerAccount, command: RegisterAsset, _: AccountContext) -> None:
    holder = account.asset_known_by(command.asset_kind, command.identifier)
    if holder not in {None, command.asset_id}:
        raise IdentifierTakenError(identifier=command.identifier, holder=holder)


@refuses_with(IdentifierTakenError)
def new_identifier_must_be_free(account: CustomerAccount, command: ChangeAsset, _: AccountContext) -> None:
    known = account.asset(command.asset_id)
    if known is None or command.identifier is None:
        return
    holder = account.asset_known_by(known.asset_kind, command.identifier)
    if holder not in {None, command.asset_id}:
        raise IdentifierTakenError(identifier=command.identifier, holder=holder)


@refuses_with(TooManyAssetsError)
def assets_must_be_few_enough(
    account: CustomerAccount, command: RegisterAsset, context: AccountContext
) -> None:
    guideline = _guideline(command, context)
    if guideline is None or account.asset(command.asset_id) is not None:
        return
    if len(account.assets) >= guideline.most_assets:
        raise TooManyAssetsError(most=guideline.most_assets)


@refuses_with(AssetRegisteredOtherwiseError)
def details_must_be_as_on_record(
    account: CustomerAccount, command: RegisterAsset, context: AccountContext
) -> None:
    known = account.asset(command.asset_id)
    if known is not None and known.details_digest != digest_of(
        command.particulars, command.asset_id, context
    ):
        raise AssetRegisteredOtherwiseError(asset_id=command.asset_id)


@refuses_with(AssetNotFoundError)
def asset_must_be_known(account: CustomerAccount, command: NamesAsset, _: AccountContext) -> None:
    if account.asset(command.asset_id) is None:
        raise AssetNotFoundError(asset_id=command.asset_id)


@refuses_with(AssetRetiredError)
def asset_must_be_in_service(account: CustomerAccount, command: ChangeAsset, _: AccountContext) -> None:
    known = account.asset(command.asset_id)
    if known is not None and known.retired_at is not None:
        raise AssetRetiredError(asset_id=command.asset_id, retired_at=known.retired_at)


def digest_of(particulars: Iterable[ToldDetail], asset_id: UUID, context: AccountContext) -> str:
    """Return what tells the same particulars of this asset from others without being them."""
    told = sorted((one.detail, one.words) for one in particulars)
    return sha256(f"{context.stream_id}:{asset_id}:{told}".encode()).hexdigest()[:DIGEST_DIGITS]


def register_asset(
    account: CustomerAccount, command: RegisterAsset, context: AccountContext, at: datetime
) -> Events:
    if account.asset(command.asset_id) is not None:
        return ()
    told = {**fields_of(command), "particulars": recorded(command.particulars)}
    digest = digest_of(command.particulars, command.asset_id, context)
    return (AssetRegistered(occurred_at=at, details_digest=digest, **told),)


def change_asset(
    account: CustomerAccount, command: ChangeAsset, context: AccountContext, at: datetime
) -> Events:
    known = account.asset(command.asset_id)
    if known is None or _stands_so(known, command, context):
        return ()
    told = fields_of(command) | {
        "identifier": command.identifier or known.identifier,
        "product": command.product or known.product,
        "particulars": None if command.particulars is None else recorded(command.particulars),
    }
    return (AssetChanged(occurred_at=at, details_digest=_digest_after(known, command, context), **told),)


def _stands_so(known: Asset, command: ChangeAsset, context: AccountContext) -> bool:
    return (
        command.identifier in {None, known.identifier}
        and command.product in {None, known.product}
        and _digest_after(known, command, context) == known.details_digest
    )


def _digest_after(known: Asset, command: ChangeAsset, context: AccountContext) -> str:
    if command.particulars is None:
        return known.details_digest
    return digest_of(command.particulars, command.asset_id, context)


def is_retired(account: CustomerAccount, command: RetireAsset, _: datetime) -> bool:
    known = account.asset(command.asset_id)
    return known is None or known.retired_at is not None


def _guideline(command: Command, context: AccountContext) -> AssetGuideline | None:
    return context.rulebook.guideline(AssetGuideline, command.happened_at(context.now))


DECISIONS = (
    decides(
        RegisterAsset,
        register_asset,
        *CARED_FOR,
        asset_must_fit_its_kind,
        identifier_must_be_free,
        assets_must_be_few_enough,
        case_must_be_of_the_account,
        details_must_be_as_on_record,
        once=told_of(
            CustomerAccount.asset, "asset_id", "registered_at", "asset_kind", "identifier", "product"
        ),
    ),
    decides(
        ChangeAsset,
        change_asset,
        *CARED_FOR,
        asset_must_be_known,
        asset_must_be_in_service,
        change_must_fit_its_kind,
        new_identifier_must_be_free,
        case_must_be_of_the_account,
    ),
    decides(
        RetireAsset,
        records(AssetRetired, unless=is_retired),
        *CARED_FOR,
        asset_must_be_known,
        case_must_be_of_the_account,
        once=told_of(CustomerAccount.asset, "asset_id", "retired_at"),
    ),
)
