"""All commands together, and how their failures are told."""

import sys

import typer
from pydantic import ValidationError

from service.api.keys import InvalidKeyError, KeyNotFoundError
from service.cli import (
    bench,
    calendar,
    clock,
    complaint_report,
    database,
    demo,
    doctor,
    guideline,
    importing,
    key,
    openapi,
    policy,
    rebuild,
    replay,
    report,
    response_times,
    revisit_report,
    roster,
    serve,
    story,
    watch,
    whatif,
)
from service.cli.output import fail, show_setting_errors
from service.database.problems import DatabaseProblemError
from service.domain.refusal import Refusal
from service.eventstore.append import RecordUnavailableError
from service.projections.engine.checkpoints import ProjectionOutdatedError
from service.projections.engine.swapping import RebuildRunningError, SwapRefusedError
from service.projections.rebuild import UnknownModelError

INTERRUPTED = 130
FORESEEN = (
    DatabaseProblemError,
    InvalidKeyError,
    KeyNotFoundError,
    ProjectionOutdatedError,
    RebuildRunningError,
    RecordUnavailableError,
    Refusal,
    SwapRefusedError,
    UnknownModelError,
)

app = typer.Typer(
    name="casebook",
    help="The system of record for key-account customer service (大客户客服).",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.command("serve")(serve.serve)
app.command("watch")(watch.watch)
app.command("demo")(demo.demo)
app.command("import")(importing.import_)
app.command("replay")(replay.replay)
app.command("story")(story.tell)
app.command("whatif")(whatif.whatif)
app.command("rebuild")(rebuild.rebuild)
app.command("doctor")(doctor.doctor)
app.command("health")(doctor.health)
app.command("openapi")(openapi.openapi)
report.app.command("response-times")(response_times.show)
report.app.command("complaints")(complaint_report.complaints)
report.app.command("revisits")(revisit_report.revisits)
app.add_typer(report.app, name="report")
app.add_typer(key.app, name="key")
app.add_typer(policy.app, name="policy")
app.add_typer(calendar.app, name="calendar")
app.add_typer(roster.app, name="roster")
app.add_typer(guideline.app, name="guideline")
app.add_typer(clock.app, name="clock")
app.add_typer(bench.app, name="bench")
app.add_typer(database.app, name="db")


def main() -> None:
    """Run the command line; a failure that we foresee is one clear line and exit code 2."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except ValidationError as error:
        show_setting_errors(error)
        sys.exit(2)
    except FORESEEN as error:
        fail(error)
