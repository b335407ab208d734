"""Reading profiles: one, and the daily list of what is missing in them or asks to be looked at again."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import FastAPI, Query, Request, Response

from service.api.accounts.profile import ProfileView, ScoreView, profile_view, score_view
from service.api.http import as_of
from service.api.http.access import Permission
from service.api.http.document import Document
from service.api.http.json_answer import document_response
from service.api.http.lists.as_of import rules_as_of, time_of_reading
from service.api.http.lists.cursors import ACCOUNT_PLACE, Order
from service.api.http.lists.page import Page, PastPageQuery, listed
from service.api.http.routes.documents import ON_PROJECTIONS
from service.api.http.routes.registration import add_read_route
from service.api.http.services import services_of
from service.domain.account.profile.gaps import (
    GapKind,
    Standing,
    completeness,
    freshness,
    review_due_at,
    standings,
)
from service.domain.account.rules import AccountNotFoundError
from service.domain.clocks.policy import Title
from service.domain.guidelines.profiles import AskingOccasion, ProfileGuide
from service.projections.care.profile_lists import KeptFilter, KeptProfile, list_profiles

PROFILE, GAPS = "/v1/accounts/{account_id}/profile", "/v1/profile-gaps"
BY_CODE = Order[KeptProfile, str](lambda row: row.code, ACCOUNT_PLACE)
NO_GUIDE = ProfileGuide(version=1)
"""Stands in where none is in force: no field is asked for."""


class GapView(Document):
    """A field of a profile that is to be told or confirmed."""

    field: str
    """Name of the field."""
    title: Title
    gap: GapKind
    """What is to be done: it is `missing`, `outdated`, `unvouched`, or a review was asked for."""
    since: datetime
    """Time from which this is so (UTC)."""
    asked_by: AskingOccasion | None
    """What asked for the review; null for another gap."""


class ProfileGapsView(Document):
    """What is to be done for the profile of one account. Contains no personal data."""

    account_id: UUID
    account_code: str
    held_by: str | None
    """Staff id of the person who has to do it: the steward, where there is none the owner; null if nobody."""
    steward: str | None
    """Staff id of the person who keeps the data; null if nobody was named."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    account_class: str | None
    """Class into which a supervisor sorted the account; null if none did."""
    stage: str | None
    """Stage of the journey; null before the first."""
    completeness: ScoreView
    """How much of what is to be known is known."""
    freshness: ScoreView
    """How much of what is to be known is known, vouched for and asked for by nothing."""
    review_due_at: datetime | None
    """Time by which the first field is to be confirmed again (UTC); null if none is."""
    open_since: datetime
    """Time from which the oldest gap is open (UTC)."""
    gaps: list[GapView]
    """Fields to tell or to confirm, the longest open first."""


class ProfileGapsPage(Page[ProfileGapsView]):
    """One page of profiles with gaps."""

    as_of_at: datetime
    """Time for which gaps and scores hold (UTC)."""


class ProfileGapsQuery(PastPageQuery, KeptFilter):
    """Which profiles to look at, for which gaps, and which page."""

    gap: GapKind | None = None
    """Only gaps of this kind."""


async def get_profile(
    request: Request, account_id: UUID, moment: Annotated[as_of.AsOfQuery, Query()]
) -> Response:
    """Read what is known of a customer: by section, each value with source, time, voucher and history.

    The scores are sums of the points of the fields. With a moment the profile is shown as it was then.
    """
    events = await as_of.events_as_of(request, account_id, moment, as_of.ACCOUNT)
    services = services_of(request)
    is_past = moment.version is not None or moment.position is not None
    newest = events[-1].recorded_at if is_past else services.now()
    at = moment.occurred_at or moment.recorded_at or newest
    rulebook = await services.application.rulebook()
    view = profile_view(account_id, events, rulebook.guideline(ProfileGuide, at) or NO_GUIDE, at)
    if view is None:
        raise AccountNotFoundError
    return as_of.versioned_response(request, view, view.version)


async def get_profile_gaps(request: Request, query: Annotated[ProfileGapsQuery, Query()]) -> Response:
    """List the profiles in which something is missing, outdated, vouched for by nobody, or asked for again.

    In order of the customer number, with who has to do it and since when. A page looks at `limit` profiles
    and leaves out those without a gap, so it may hold less than `limit`, or nothing, before the last.
    """
    at = await time_of_reading(request, query)
    guide = (await rules_as_of(request, query)).guideline(ProfileGuide, at) or NO_GUIDE
    wanted = query.filter_as(KeptFilter)
    found = await listed(
        request,
        query,
        BY_CODE,
        lambda connection, after, most: connection.run_sync(list_profiles, wanted, after, most),
    )
    views = (_gaps(row, standings(guide, row.facts, at), query.gap) for row in found.rows)
    items = [view for view in views if view is not None]
    return document_response(
        ProfileGapsPage(items=items, next=found.next, position=found.position, as_of_at=at)
    )


def add_profile_reads(app: FastAPI) -> None:
    """Add the routes."""
    add_read_route(
        app,
        PROFILE,
        get_profile,
        Permission.READ,
        ProfileView,
        problems=as_of.ON_AS_OF,
        refusals=(AccountNotFoundError,),
    )
    add_read_route(app, GAPS, get_profile_gaps, Permission.READ, ProfileGapsPage, problems=ON_PROJECTIONS)


def _gaps(row: KeptProfile, found: tuple[Standing, ...], kind: GapKind | None) -> ProfileGapsView | None:
    """Return the gaps of a profile; None where there are none of the kind."""
    gaps = [
        GapView(
            field=one.field.field,
            title=one.field.title,
            gap=one.gap,
            since=one.since,
            asked_by=one.asked_by,
        )
        for one in found
        if one.gap is not None and one.since is not None and kind in {None, one.gap}
    ]
    if not gaps:
        return None
    gaps.sort(key=lambda one: one.since)
    shown = ("account_id", "held_by", "steward", "owner", "account_class", "stage")
    return ProfileGapsView(
        **{name: getattr(row, name) for name in shown},
        account_code=row.code,
        completeness=score_view(completeness(found)),
        freshness=score_view(freshness(found)),
        review_due_at=review_due_at(found),
        open_since=gaps[0].since,
        gaps=gaps,
    )
