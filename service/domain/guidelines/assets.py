"""Which assets customers have of us, and what they ask to have done with them (REQUIREMENTS 95)."""

from typing import Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import CaseKind

MOST_KINDS = 100
MOST_DETAILS = 30
ServiceAction = Literal["open", "register", "change", "cancel"]
"""What is done by a request: something new is opened or registered, what is there is changed or cancelled."""

IdentifierForm = Literal["any", "domain", "digits"]
"""How an identifier is written: anyhow, as the name of a domain or host, or in digits."""


class AssetDetailKind(Data):
    """What is told of an asset of a kind besides its identifier."""

    detail: Slug
    """Name of the detail."""
    title: Title
    """What it is called."""
    is_required: bool = False
    """Whether an asset is not on register without it."""


class AssetKind(Data):
    """A kind of asset, such as a domain, a mailbox or a SIM card."""

    asset_kind: Slug
    """Name of the kind."""
    title: Title
    """What it is called."""
    identifier_title: Title
    """What its identifier is, such as the number on the card."""
    identifier_form: IdentifierForm = "any"
    """How the identifier is written. It names a thing, never a person."""
    shortest: int = Field(default=1, ge=1, le=200)
    """Least number of characters of the identifier."""
    longest: int = Field(default=200, ge=1, le=200)
    """Greatest number of characters of the identifier."""
    details: tuple[AssetDetailKind, ...] = Field(default=(), max_length=MOST_DETAILS)
    """Details that are told of it, in order."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        _once("details", [one.detail for one in self.details])
        return self

    def fits(self, identifier: str) -> bool:
        """Return whether something can be the identifier of an asset of this kind."""
        if not self.shortest <= len(identifier) <= self.longest:
            return False
        match self.identifier_form:
            case "digits":
                return identifier.isascii() and identifier.isdigit()
            case "domain":
                return _is_domain(identifier)
            case _:
                return True


class ServiceRequestKind(Data):
    """Something that customers ask to have done with an asset, such as the opening of a mailbox."""

    service_request: Slug
    """Name of the kind of request."""
    title: Title
    """What it is called."""
    action: ServiceAction
    """What is done by it: `change` and `cancel` name the asset that is there."""
    asset_kinds: tuple[Slug, ...] = Field(default=(), max_length=MOST_KINDS)
    """Kinds of assets with which it is done; empty for all."""


class AssetGuideline(Guideline):
    """Kinds of assets with what is told of them, requests about them, and which cases count as faults."""

    guideline: Literal["assets"] = "assets"
    kinds: tuple[AssetKind, ...] = Field(default=(), max_length=MOST_KINDS)
    """Kinds of assets. If there are any, an asset is of one of these."""
    service_requests: tuple[ServiceRequestKind, ...] = Field(default=(), max_length=MOST_KINDS)
    """Kinds of requests. If there are any, a case names one of these."""
    fault_kinds: tuple[CaseKind, ...] = (CaseKind.TECHNICAL,)
    """Kinds of cases that count as faults (REQUIREMENTS 41)."""
    most_assets: int = Field(default=5_000, ge=1, le=10_000)
    """Greatest number of assets of one account that are in service."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        _once("kinds", [one.asset_kind for one in self.kinds])
        _once("service_requests", [one.service_request for one in self.service_requests])
        return self

    def kind_named(self, asset_kind: str) -> AssetKind | None:
        """Return a kind of asset; None where there is none of this name."""
        return next((one for one in self.kinds if one.asset_kind == asset_kind), None)

    def request_named(self, service_request: str) -> ServiceRequestKind | None:
        """Return a kind of request; None where there is none of this name."""
        found = (one for one in self.service_requests if one.service_request == service_request)
        return next(found, None)


def _once(field: str, names: list[str]) -> None:
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise invalid("named_twice", field=field, named=twice)


def _is_domain(identifier: str) -> bool:
    labels = identifier.split(".")
    return len(labels) > 1 and all(one and one.replace("-", "").isalnum() for one in labels)
