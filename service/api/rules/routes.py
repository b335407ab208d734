"""Which command of the rulebook stands behind which path, and who may send it."""

from functools import partial

from service.api.http.access import Permission
from service.api.http.commands.command_route import CommandRoute
from service.domain.rulebook.commands import PublishCalendar, PublishGuideline, PublishPolicy, SetRoster
from service.domain.rulebook.identity import RULEBOOK_ID

command = partial(CommandRoute, stream_id=RULEBOOK_ID)

COMMANDS: tuple[CommandRoute, ...] = (
    command(PublishPolicy, "/v1/policies", Permission.GOVERN),
    command(PublishCalendar, "/v1/calendars", Permission.GOVERN),
    command(SetRoster, "/v1/rosters", Permission.GOVERN),
    command(PublishGuideline, "/v1/guidelines", Permission.GOVERN),
)
