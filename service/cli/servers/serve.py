"""`casebook serve`."""

import errno
import os
import socket
from collections.abc import Mapping
from typing import Annotated

import typer
from pydantic import ValidationError

from service import main
from service.api.http.problems.field_messages import field_problems
from service.cli.servers.stray_settings import warn_of_strays
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import fail, say
from service.language import text
from service.main import Database, server
from service.settings import Settings

Host = Annotated[str | None, typer.Option(help="Address to listen on; else CASEBOOK_HOST.")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; else CASEBOOK_PORT.")]


def serve(host: Host = None, port: Port = None) -> None:
    settings = with_address(Settings(), host, port)
    configure_logging(settings)
    warn_of_strays(settings.language)
    refuse_unfit_address(settings)
    with main.database(settings, own=True) as database:
        main.run(server.serve(settings, database, lambda url: announce(settings, database, url)))


def with_address(settings: Settings, host: str | None, port: int | None) -> Settings:
    """Return the settings with what the command line says of the address."""
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        return Settings.model_validate({**settings.model_dump(), **given}) if given else settings
    except ValidationError as error:
        problems = field_problems(error.errors(), settings.language)
        fail("; ".join(f"--{problem.field}: {problem.message}" for problem in problems))


def refuse_unfit_address(settings: Settings) -> None:
    """Leave with a clear message where nothing can listen on the address: before a database is started."""
    host, port = str(settings.host), settings.port
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # as the server itself does; elsewhere it would let two listen
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            which = "port_taken" if error.errno == errno.EADDRINUSE else "cannot_listen"
            reason = os.strerror(error.errno or 0)
            fail(text(f"cli.serve.{which}", settings.language, host=host, port=port, reason=reason))


def announce(
    settings: Settings, database: Database, url: str, *, more: Mapping[str, dict[str, str]] | None = None
) -> None:
    """Print where everything is, what `more` has to say, and how to stop."""
    language = settings.language
    say("serve.ready", language, url=url)
    say("serve.docs", language, url=f"{url}/docs")
    if database.bi_url:
        say("serve.bi", language, url=database.bi_url)
    else:
        say("serve.no_bi", language)
    if database.folder:
        say("serve.folder", language, folder=database.folder)
        say("serve.evaluation", language)
    else:
        say("serve.database", language, url=database.shown_url)
    for key, values in (more or {}).items():
        say(key, language, **values)
    say("serve.stop", language)
