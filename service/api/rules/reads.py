"""Reading the rules on the record: policies, calendars, rosters, guidelines, each in every version."""

from datetime import datetime
from typing import Annotated, Generic, TypeVar

from fastapi import Query, Request, Response

from service.api.http.as_of import versioned_response
from service.api.http.document import Document, Parameters
from service.api.http.services import services_of
from service.domain.clocks.policy import Policy, Slug
from service.domain.guidelines import AnyGuideline
from service.domain.rulebook.duty import Duty
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import EMPTY, PolicyInForce, Rulebook
from service.domain.vocabulary import EscalationLevel
from service.eventstore.request import Loaded

Item = TypeVar("Item")


class PolicyView(Document):
    """A version of a policy."""

    policy: Policy
    """Complete version."""
    effective_at: datetime
    """Time from which the policy makes the promises (UTC)."""
    is_in_force: bool
    """Whether it makes the promises now."""


class RosterView(Document):
    """People on duty on an escalation level."""

    level: EscalationLevel
    """Escalation level."""
    people: tuple[Duty, ...]
    """People on duty, in the order of call: the first person within duty hours is called."""
    effective_at: datetime
    """Time from which the roster applies (UTC)."""
    is_in_force: bool
    """Whether it is in force now."""


class GuidelineView(Document):
    """A version of a guideline."""

    content: AnyGuideline
    """Complete version."""
    effective_at: datetime
    """Time from which the guideline applies (UTC)."""
    is_in_force: bool
    """Whether it is in force now."""


class Rules(Document, Generic[Item]):
    """All rules of one kind, in the order in which they were published."""

    items: list[Item]
    """Versions of the rules."""
    position: int
    """Position of the newest event of any rule; 0 if there is none."""


Nothing = Annotated[Parameters, Query()]
"""No query parameter: an undeclared name is refused here as elsewhere."""


async def get_policies(request: Request, query: Nothing) -> Response:  # noqa: ARG001  it refuses more
    """Read every version of every policy: what is promised, to whom, by when."""
    loaded, book = await _rules(request)
    now = services_of(request).now()
    return _all(request, loaded, [_policy_view(published, book, now) for published in book.policies])


async def get_policy_version(request: Request, policy_id: str, version: int) -> Response:
    """Read one version of a policy: a clock names the one that made its promise."""
    loaded, book = await _rules(request)
    policy = book.policy_version(policy_id, version)
    published = next(published for published in book.policies if published.policy is policy)
    view = _policy_view(published, book, services_of(request).now())
    return versioned_response(request, view, loaded.version)


async def get_calendars(request: Request, query: Nothing) -> Response:  # noqa: ARG001  it refuses more
    """Read every version of every calendar: which time counts."""
    loaded, book = await _rules(request)
    return _all(request, loaded, list(book.calendars))


async def get_rosters(request: Request, query: Nothing) -> Response:  # noqa: ARG001  it refuses more
    """Read every roster: who is called when a promise is about to be broken, or is."""
    loaded, book = await _rules(request)
    now = services_of(request).now()
    items = [
        RosterView.made_of(roster, is_in_force=roster is book.roster_at(roster.level, now))
        for roster in book.rosters
    ]
    return _all(request, loaded, items)


class GuidelineQuery(Parameters):
    """Which guidelines to read."""

    guideline: Slug | None = None
    """Kind of guideline, such as `staff`; all if omitted."""
    is_in_force: bool | None = None
    """Whether it is in force now; both if omitted."""


async def get_guidelines(request: Request, query: Annotated[GuidelineQuery, Query()]) -> Response:
    """Read every version of every guideline, or of one: what people work by."""
    loaded, book = await _rules(request)
    now = services_of(request).now()
    items = [
        GuidelineView(
            content=published.content,
            effective_at=published.effective_at,
            is_in_force=published.content is book.guideline(type(published.content), now),
        )
        for published in book.guidelines
        if query.guideline in {None, published.content.guideline}
    ]
    wanted = [each for each in items if query.is_in_force in {None, each.is_in_force}]
    return _all(request, loaded, wanted)


async def _rules(request: Request) -> tuple[Loaded, Rulebook]:
    loaded = await services_of(request).application.load(RULEBOOK_ID)
    return loaded, loaded.state if isinstance(loaded.state, Rulebook) else EMPTY


def _all(request: Request, loaded: Loaded, items: list[Item]) -> Response:
    return versioned_response(request, Rules[Item](items=items, position=loaded.position), loaded.version)


def _policy_view(published: PolicyInForce, book: Rulebook, now: datetime) -> PolicyView:
    return PolicyView(
        policy=published.policy,
        effective_at=published.effective_at,
        is_in_force=published.policy is book.policy_at(now),
    )
