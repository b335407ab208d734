"""What warns of losing a customer, and what is done then (流失风险、唤醒策略, REQUIREMENTS 141, 142, 162)."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid
from service.domain.vocabulary import Segment

MOST_PLAYS = 30
MOST_ACTIONS = 20
LONGEST_DAYS = 3_650


class ChurnCause(StrEnum):
    """What warns of losing a customer."""

    SILENT = "silent"
    """It gives no sign of life (长期沉默)."""
    AT_RISK = "at_risk"
    """Its health is at risk."""
    COMPETITOR = "competitor"
    """It talks with a competitor (竞品接触)."""


class PlayAction(Data):
    """A step of a play."""

    action: Slug
    """Name of the step, unique within the play."""
    title: Title
    """What is to be done."""
    within_days: int = Field(ge=0, le=LONGEST_DAYS)
    """Days from the start of the play by which it is done."""


class RetentionPlay(Data):
    """What is done to keep a customer, such as an exclusive offer or a visit of our executives."""

    play: Slug
    """Name of the play, unique within the guideline."""
    title: Title
    """Name of the play as people know it."""
    causes: tuple[ChurnCause, ...] = ()
    """Causes for which it is proposed; empty for all."""
    segments: tuple[Segment, ...] = ()
    """Tiers for which it is proposed; empty for all."""
    actions: Annotated[tuple[PlayAction, ...], Field(min_length=1, max_length=MOST_ACTIONS)]
    """Steps of the play."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [one.action for one in self.actions]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise invalid("named_twice", field="actions", named=twice)
        return self


class Retention(Guideline):
    """What warns of losing a customer, and the plays that are proposed then."""

    guideline: Literal["retention"] = "retention"
    causes: tuple[ChurnCause, ...] = tuple(ChurnCause)
    """Causes of which people are warned."""
    start_within_days: int = Field(default=3, ge=0, le=LONGEST_DAYS)
    """Days from the warning by which a play is started."""
    again_after_days: int = Field(default=30, ge=1, le=LONGEST_DAYS)
    """Days after the end of a warning before the same cause, going on, raises another."""
    competitor_within_days: int = Field(default=180, ge=1, le=LONGEST_DAYS)
    """Days for which a contact with a competitor warns."""
    plays: Annotated[tuple[RetentionPlay, ...], Field(max_length=MOST_PLAYS)] = ()
    """Plays, in the order in which they are proposed."""

    @model_validator(mode="after")
    def _names_plays_once(self) -> Self:
        names = [one.play for one in self.plays]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise invalid("named_twice", field="plays", named=twice)
        return self

    def play_named(self, name: str) -> RetentionPlay | None:
        """Return a play by its name."""
        return next((one for one in self.plays if one.play == name), None)

    def plays_for(self, cause: ChurnCause, segment: Segment) -> tuple[str, ...]:
        """Return the plays that are proposed for a cause and a tier."""
        return tuple(
            one.play
            for one in self.plays
            if (not one.causes or cause in one.causes) and (not one.segments or segment in one.segments)
        )
