"""The profile of an account: what is known, where it is from, how it stands, how it came to be. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from service.api.http.document import Document
from service.api.http.streams import last_of
from service.domain.account.profile.contact_book import contacts_now
from service.domain.account.profile.gaps import (
    GapKind,
    ProfileFacts,
    Score,
    Standing,
    completeness,
    freshness,
    latest_asked,
    review_due_at,
    standings,
)
from service.domain.account.record.contacts import ContactAdded
from service.domain.account.record.journey import JourneyStageReached
from service.domain.account.record.profile import AccountOpened
from service.domain.account.record.profile_values import (
    FROM_OPENING,
    INDUSTRY,
    ProfileReviewed,
    ProfileValueSet,
)
from service.domain.account.state import CustomerAccount
from service.domain.clocks.policy import Title
from service.domain.event import Event
from service.domain.guidelines.profiles import AskingOccasion, ProfileGuide
from service.domain.timeline.order import in_business_order
from service.eventstore.envelope import RecordedEvent
from service.eventstore.folding import fold
from service.eventstore.request import Loaded


class ScoreView(Document):
    """A score by rule: the sum of the points of the fields."""

    points: int
    """Points reached."""
    most_points: int
    """Points that can be reached: the weights of all fields."""
    percent: int
    """Whole percent, rounded down."""


class FieldView(Document):
    """A field of the profile, how it stands, and every value that it had."""

    field: str
    """Name of the field."""
    title: Title
    words: str | None
    """Value that was told last; null if none was."""
    source: str | None
    """Source of what is known: one of the guideline `profiles`, `opening` for the opening of the account,
    `contacts` for what is known of its contacts; null if nothing is known."""
    learnt_at: datetime | None
    """Time at which it was learnt (UTC)."""
    vouched_by: str | None
    """Staff id of the person who last vouched for it; null if nobody has."""
    vouched_at: datetime | None
    """Time at which a person last vouched for it (UTC); null if nobody has."""
    gap: GapKind | None
    """What is to be done: it is `missing`, `outdated`, no person vouches for it (`unvouched`), or something
    asked for it to be confirmed again (`review_asked`); null for nothing."""
    gap_since: datetime | None
    """Time from which this is so (UTC)."""
    asked_by: AskingOccasion | None
    """What asked for the review; null for another gap."""
    review_due_at: datetime | None
    """Time by which it is to be confirmed again (UTC); null if never, or if nothing is known."""
    weight: int
    """Share of the field in the scores."""
    complete_points: int
    """Part of the field in `completeness`."""
    fresh_points: int
    """Part of the field in `freshness`."""
    history: list[ProfileValueSet]
    """Every value that it had, in the order in which they were learnt, corrected ones included."""


class SectionView(Document):
    """A section of the profile."""

    section: str
    """Name of the section."""
    title: Title
    fields: list[FieldView]
    """Fields of the section, in order."""


class ProfileView(Document):
    """The profile of an account (客户档案), as the guideline `profiles` describes it."""

    account_id: UUID
    version: int
    """Version shown; also the ETag."""
    position: int
    """Position of the newest event shown."""
    as_of_at: datetime
    """Time for which gaps and scores hold (UTC)."""
    owner: str | None
    """Staff id of the accountable person; null if there is none."""
    steward: str | None
    """Staff id of the person who keeps the data; null if nobody was named."""
    account_class: str | None
    """Class into which a supervisor sorted the account; null if none did."""
    stage: str | None
    """Stage of the journey; null before the first."""
    journey: list[JourneyStageReached]
    """Stages reached, in order, with the reasons that were given."""
    completeness: ScoreView
    """How much of what is to be known is known."""
    freshness: ScoreView
    """How much of what is to be known is known, vouched for and asked for by nothing."""
    review_due_at: datetime | None
    """Time by which the first field is to be confirmed again (UTC); null if none is."""
    sections: list[SectionView]
    """What is known, by section."""
    unlisted: list[ProfileValueSet]
    """Values of fields that the guideline does not name."""
    contacts: list[ContactAdded]
    """Contacts, each with what changed since it was added: part in decisions, preferences, hours."""
    reviews: list[ProfileReviewed]
    """Reviews of the profile (复盘), in order."""


def profile_view(
    account_id: UUID, events: Sequence[RecordedEvent], guide: ProfileGuide, at: datetime
) -> ProfileView | None:
    """Return the profile after these events at an instant; None when they are not those of an account."""
    loaded = fold(Loaded(stream_id=account_id), events)
    account, account_opened = loaded.state, last_of(events, AccountOpened)
    if not isinstance(account, CustomerAccount) or account_opened is None:
        return None
    in_order: list[Event] = [recorded.event for recorded in in_business_order(events)]
    found = standings(guide, _facts(account, account_opened, in_order), at)
    told = [event for event in in_order if isinstance(event, ProfileValueSet)]
    fields = {one.field.field: _field(one, account_opened, in_order) for one in found}
    return ProfileView(
        account_id=account_id,
        version=loaded.version,
        position=loaded.position,
        as_of_at=at,
        owner=account.owner,
        steward=account.steward,
        account_class=account.account_class,
        stage=account.stage.stage if account.stage else None,
        journey=[event for event in in_order if isinstance(event, JourneyStageReached)],
        completeness=score_view(completeness(found)),
        freshness=score_view(freshness(found)),
        review_due_at=review_due_at(found),
        sections=[
            SectionView(
                section=one.word,
                title=one.title,
                fields=[fields[each.field] for each in guide.fields if each.section == one.word],
            )
            for one in guide.sections
        ],
        unlisted=[event for event in told if event.field not in fields],
        contacts=contacts_now(in_order),
        reviews=[event for event in in_order if isinstance(event, ProfileReviewed)],
    )


def score_view(score: Score) -> ScoreView:
    """Return a score as it is shown."""
    return ScoreView(points=score.points, most_points=score.most_points, percent=score.percent)


def _facts(account: CustomerAccount, opened: AccountOpened, in_order: Iterable[Event]) -> ProfileFacts:
    return ProfileFacts(
        opened_at=opened.occurred_at,
        values={one.field: one for one in account.values},
        asked=latest_asked(in_order),
        agreements_end_at=tuple(one.ends_at for one in account.agreements if one.ends_at is not None),
    )


def _field(one: Standing, opened: AccountOpened, in_order: Sequence[Event]) -> FieldView:
    name, known = one.field.field, one.known
    history = [event for event in in_order if isinstance(event, ProfileValueSet) and event.field == name]
    at_opening = opened.industry if name == INDUSTRY and known and known.source == FROM_OPENING else None
    return FieldView(
        field=name,
        title=one.field.title,
        words=history[-1].words if history else at_opening,
        source=known.source if known else None,
        learnt_at=known.learnt_at if known else None,
        vouched_by=_last_voucher(name, in_order, known.vouched_at) if known else None,
        vouched_at=known.vouched_at if known else None,
        gap=one.gap,
        gap_since=one.since,
        asked_by=one.asked_by,
        review_due_at=one.due_at,
        weight=one.field.weight,
        complete_points=one.complete_points,
        fresh_points=one.fresh_points,
        history=history,
    )


def _last_voucher(field: str, in_order: Iterable[Event], at: datetime | None) -> str | None:
    """Return who vouched for a field at an instant."""
    found: str | None = None
    for event in in_order:
        if event.occurred_at != at:
            continue
        match event:
            case ProfileValueSet() if event.field == field:
                found = event.vouched_by
            case ProfileReviewed() if field in event.confirmed:
                found = event.reviewed_by
            case _:
                found = getattr(event, "vouched_by", None) or found
    return found
