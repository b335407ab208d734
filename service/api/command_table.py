"""Every command that can be sent over HTTP, in the order of its resources."""

from service.api.accounts.routes import COMMANDS as ACCOUNT_COMMANDS
from service.api.cases.routes import COMMANDS as CASE_COMMANDS
from service.api.http.commands.command_route import CommandRoute
from service.api.rules.routes import COMMANDS as RULE_COMMANDS

COMMAND_ROUTES: tuple[CommandRoute, ...] = (*ACCOUNT_COMMANDS, *CASE_COMMANDS, *RULE_COMMANDS)
