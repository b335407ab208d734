"""Which command of the rulebook stands behind which path, and who may send it."""

from functools import partial

from fastapi import FastAPI

from service.api.http.access import Permission
from service.api.http.commands.command_route import CommandRoute
from service.api.http.routes.registration import add_read_route
from service.api.rules import reads
from service.domain.clocks.calendars.document import CalendarDocument
from service.domain.rulebook.decisions import PublishCalendar, PublishGuideline, PublishPolicy, SetRoster
from service.domain.rulebook.identity import RULEBOOK_ID
from service.domain.rulebook.state import PolicyNotPublishedError

command = partial(CommandRoute, stream_id=RULEBOOK_ID)

COMMANDS: tuple[CommandRoute, ...] = (
    command(PublishPolicy, "/v1/policies", Permission.GOVERN),
    command(PublishCalendar, "/v1/calendars", Permission.GOVERN),
    command(SetRoster, "/v1/rosters", Permission.GOVERN),
    command(PublishGuideline, "/v1/guidelines", Permission.GOVERN),
)


def add_rule_reads(app: FastAPI) -> None:
    """Add the routes that read rules."""
    read = partial(add_read_route, app)
    read("/v1/policies", reads.get_policies, Permission.READ, reads.Rules[reads.PolicyView])
    read(
        "/v1/policies/{policy_id}/{version}",
        reads.get_policy_version,
        Permission.READ,
        reads.PolicyView,
        refusals=(PolicyNotPublishedError,),
    )
    read("/v1/calendars", reads.get_calendars, Permission.READ, reads.Rules[CalendarDocument])
    read("/v1/rosters", reads.get_rosters, Permission.READ, reads.Rules[reads.RosterView])
    read("/v1/guidelines", reads.get_guidelines, Permission.READ, reads.Rules[reads.GuidelineView])
