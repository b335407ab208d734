"""`casebook health`."""

from typing import Annotated

import httpx
import typer

from service.cli.terminal.output import fail
from service.language import text
from service.settings import Settings

SECONDS_TO_ANSWER = 3


def health(
    url: Annotated[
        str | None, typer.Option(help="The server; else the one that CASEBOOK_HOST and CASEBOOK_PORT name.")
    ] = None,
) -> None:
    settings = Settings()
    asked = f"{url or own_url(settings)}/livez"
    try:
        answer = httpx.get(asked, timeout=SECONDS_TO_ANSWER, trust_env=False)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        fail(text("cli.health.unreachable", settings.language, url=asked, reason=error), exit_code=1)
    if not answer.is_success:
        unwell = text("cli.health.unwell", settings.language, url=asked, status=answer.status_code)
        fail(unwell, exit_code=1)


def own_url(settings: Settings) -> str:
    """Where a server with these settings can be asked: one that listens everywhere is asked here."""
    host = "127.0.0.1" if settings.host.is_unspecified else settings.host
    return f"http://[{host}]:{settings.port}" if ":" in str(host) else f"http://{host}:{settings.port}"
