"""What customers have of us in service: domains, mailboxes, devices, cards (REQUIREMENTS 95)."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, assert_never
from uuid import UUID

from service.domain.account.event import AccountFact
from service.domain.changed import changed
from service.domain.described import Described
from service.domain.personal import FreeText, Quoted
from service.domain.theme import theme

RETIRED_REMEMBERED = 200
"""Assets out of service that are remembered, those retired last."""


class AssetDetail(Described):
    """Something that is told of an asset."""

    detail: str
    """Name of the detail, by the guideline `assets`."""
    words: Quoted
    """What is told, in words or numbers."""


class AssetRegistered(AccountFact):
    """Something that the customer has of us went into service (REQUIREMENTS 95)."""

    type: Literal["AssetRegistered.v1"] = "AssetRegistered.v1"
    asset_id: UUID
    """Id of the asset."""
    asset_kind: str
    """Kind by the guideline `assets`, such as mailbox or sim_card."""
    identifier: str
    """What it is known by: name of the domain, id of the device, number on the card. Names no person."""
    product: str | None = None
    """Product or service that it is; null if that is open."""
    particulars: tuple[AssetDetail, ...] = ()
    """What is told of it."""
    details_digest: str
    """Digest that tells the same particulars from others."""
    case_id: UUID | None = None
    """Id of the case by which the customer asked for it; null if none did."""


class AssetChanged(AccountFact):
    """Something about an asset is another from now on; it is in service as before (REQUIREMENTS 95)."""

    type: Literal["AssetChanged.v1"] = "AssetChanged.v1"
    asset_id: UUID
    """Id of the asset."""
    identifier: str
    """What it is known by from now on."""
    product: str | None = None
    """Product or service that it is from now on; null if that is open."""
    particulars: tuple[AssetDetail, ...] | None = None
    """All that is told of it from now on; null if that stays as it was."""
    details_digest: str
    """Digest that tells the same particulars from others."""
    case_id: UUID | None = None
    """Id of the case by which the customer asked for it; null if none did."""
    reason: FreeText


class AssetRetired(AccountFact):
    """An asset went out of service (REQUIREMENTS 95). `occurred_at` is the time from which it is."""

    type: Literal["AssetRetired.v1"] = "AssetRetired.v1"
    asset_id: UUID
    """Id of the asset."""
    case_id: UUID | None = None
    """Id of the case by which the customer asked for it; null if none did."""
    reason: FreeText


AssetEvent = AssetRegistered | AssetChanged | AssetRetired


@dataclass(frozen=True, kw_only=True)
class Asset:
    """Something that the customer has of us."""

    asset_id: UUID
    asset_kind: str
    identifier: str
    product: str | None
    details_digest: str
    registered_at: datetime
    retired_at: datetime | None = None

    @property
    def known_by(self) -> str:
        """By what no other asset in service of the account is known."""
        return known_by(self.asset_kind, self.identifier)


def known_by(asset_kind: str, identifier: str) -> str:
    """Return by what an asset is known; case makes no difference."""
    return f"{asset_kind}:{identifier.casefold()}"


@dataclass(frozen=True, kw_only=True)
class AssetState:
    """The assets of an account: those in service, and those that were lately."""

    assets: dict[UUID, Asset] = field(default_factory=dict)
    retired_assets: tuple[Asset, ...] = ()
    asset_ids: dict[str, UUID] = field(default_factory=dict)
    """By what an asset in service is known -> its id."""

    def asset(self, asset_id: UUID) -> Asset | None:
        """Return an asset, in service or not."""
        found = self.assets.get(asset_id)
        return found or next((one for one in self.retired_assets if one.asset_id == asset_id), None)

    def asset_known_by(self, asset_kind: str, identifier: str) -> UUID | None:
        """Return the id of the asset in service that is known by an identifier."""
        return self.asset_ids.get(known_by(asset_kind, identifier))


def evolve(account: AssetState, event: AssetEvent) -> AssetState:
    """Return the account after the event."""
    match event:
        case AssetRegistered():
            before = account.assets.get(event.asset_id)
            return _with(account if before is None else _without(account, before), _registered(event))
        case AssetChanged():
            known = account.assets.get(event.asset_id)
            if known is None:
                return account
            now = replace(
                known,
                identifier=event.identifier,
                product=event.product,
                details_digest=event.details_digest,
            )
            return _with(_without(account, known), now)
        case AssetRetired():
            known = account.assets.get(event.asset_id)
            if known is None:
                return account
            retired = (*account.retired_assets, replace(known, retired_at=event.occurred_at))
            return changed(_without(account, known), retired_assets=retired[-RETIRED_REMEMBERED:])
        case _:
            assert_never(event)


def _registered(event: AssetRegistered) -> Asset:
    return Asset(
        asset_id=event.asset_id,
        asset_kind=event.asset_kind,
        identifier=event.identifier,
        product=event.product,
        details_digest=event.details_digest,
        registered_at=event.occurred_at,
    )


def _with(account: AssetState, asset: Asset) -> AssetState:
    return changed(
        account,
        assets={**account.assets, asset.asset_id: asset},
        asset_ids={**account.asset_ids, asset.known_by: asset.asset_id},
    )


def _without(account: AssetState, asset: Asset) -> AssetState:
    assets, ids = dict(account.assets), dict(account.asset_ids)
    del assets[asset.asset_id]
    if ids.get(asset.known_by) == asset.asset_id:
        del ids[asset.known_by]
    return changed(account, assets=assets, asset_ids=ids)


def stands(account: AssetState, event: AssetEvent) -> bool:
    """An identifier is free once the asset that had it is out of service."""
    match event:
        case AssetRegistered():
            is_free = account.asset_known_by(event.asset_kind, event.identifier) is None
            return is_free and account.asset(event.asset_id) is None
        case AssetChanged():
            known = account.assets.get(event.asset_id)
            if known is None:
                return False
            return account.asset_known_by(known.asset_kind, event.identifier) in {None, event.asset_id}
        case AssetRetired():
            return event.asset_id in account.assets
        case _:
            assert_never(event)


THEME = theme(AssetEvent, evolve, stands=stands)
