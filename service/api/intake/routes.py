"""The routes for customers' systems."""

from fastapi import FastAPI

from service.actions.intake.documents import IntakeRequest, PublicCase
from service.api.http.access import Permission
from service.api.http.beside import ON_LASTING
from service.api.http.commands.documents import IDEMPOTENCY_KEY
from service.api.http.routes.documents import ON_COMMANDS
from service.api.http.routes.registration import add_action_route, add_read_route
from service.api.intake.documents import IntakeAnswer
from service.api.intake.reported_cases import PATH, get_reported_case, report_case
from service.domain.account.rules import AccountNotFoundError
from service.domain.case.rules import CaseNotFoundError
from service.domain.refusal import CommandIdReusedError


def add_intake(app: FastAPI) -> None:
    """Add both routes."""
    add_action_route(
        app,
        PATH,
        report_case,
        Permission.INTAKE,
        IntakeAnswer,
        body=IntakeRequest,
        status=201,
        problems=ON_COMMANDS,
        refusals=(AccountNotFoundError, CommandIdReusedError),
        parameters=(IDEMPOTENCY_KEY,),
    )
    add_read_route(
        app,
        f"{PATH}/{{reference}}",
        get_reported_case,
        Permission.INTAKE,
        PublicCase,
        problems=ON_LASTING,
        refusals=(CaseNotFoundError,),
    )
