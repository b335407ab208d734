"""Whether an asset is told as the guideline `assets` wants those of its kind (REQUIREMENTS 95)."""

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from service.domain.account.record.assets import AssetDetail
from service.domain.clocks.policy import Slug
from service.domain.described import Described
from service.domain.guidelines.assets import MOST_DETAILS, AssetKind
from service.domain.invalid import invalid
from service.domain.personal import Quoted
from service.domain.refusal import Refusal


class ToldDetail(Described, extra="forbid"):
    """Something that is told of an asset."""

    detail: Slug
    """Name of the detail, by the guideline `assets`."""
    words: Annotated[Quoted, Field(max_length=1_000)]
    """What is told, in words or numbers."""


Details = Annotated[tuple[ToldDetail, ...], Field(max_length=MOST_DETAILS)]


class AssetKindUnknownError(Refusal, field="asset_kind"):
    """An asset is of a kind of the guideline `assets` (REQUIREMENTS 95)."""


class IdentifierUnfitError(Refusal, field="identifier"):
    """An identifier is written as those of its kind are (REQUIREMENTS 95)."""


class AssetDetailUnknownError(Refusal, field="particulars"):
    """Of an asset is told what the guideline names for its kind."""


class AssetDetailMissingError(Refusal, field="particulars"):
    """What the guideline wants of an asset of a kind is told."""


def identifier_must_fit(identifier: str, kind: AssetKind) -> None:
    """Raise where no asset of the kind can be known so."""
    if not kind.fits(identifier):
        raise IdentifierUnfitError(
            identifier=identifier,
            asset_kind=kind.asset_kind,
            form=kind.identifier_form,
            shortest=kind.shortest,
            longest=kind.longest,
        )


def details_must_fit(details: Iterable[ToldDetail], kind: AssetKind) -> None:
    """Raise where something else is told than the guideline names, or less than it wants."""
    told, known = [one.detail for one in details], [one.detail for one in kind.details]
    for name in told:
        if name not in known:
            raise AssetDetailUnknownError(detail=name, known=", ".join(known))
    missing = [one.detail for one in kind.details if one.is_required and one.detail not in told]
    if missing:
        raise AssetDetailMissingError(missing=", ".join(missing))


def recorded(told: Iterable[ToldDetail]) -> tuple[AssetDetail, ...]:
    """Return details as they stand on the record."""
    return tuple(AssetDetail(detail=one.detail, words=one.words) for one in told)


def told_once(details: Iterable[ToldDetail]) -> None:
    """Raise ValueError where a detail is told twice."""
    names = [one.detail for one in details]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise invalid("named_twice", field="particulars", named=twice)
