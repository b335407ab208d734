"""`casebook watch`."""

import asyncio
import signal
import sys
from collections.abc import Callable

from service import main
from service.cli.terminal.log_output import configure_logging
from service.cli.terminal.output import err, say
from service.database.app_role import as_application
from service.database.engine import libpq_url
from service.eventstore.following.feed import NewEventSignal
from service.eventstore.following.listener import Listener
from service.language import text
from service.main import Database
from service.main.issuing import issuing
from service.processes.watching import watching
from service.settings import Settings


def watch() -> None:
    """For a machine of its own; servers that watch as well (CASEBOOK_WATCH) do no harm. Exit code 1 where an
    error has stopped it.
    """  # noqa: D205  help text goes on over the line
    settings = Settings()
    configure_logging(settings)
    with main.database(settings) as database:
        if main.run(keep_watch(settings, database, lambda: _announce(settings, database))):
            return
    err.print(text("problem.watch_stopped.detail", settings.language), soft_wrap=True)
    sys.exit(1)


def _announce(settings: Settings, database: Database) -> None:
    say("watch.ready", settings.language, url=database.shown_url)


async def keep_watch(settings: Settings, database: Database, on_ready: Callable[[], None]) -> bool:
    """Watch until a signal says stop (True) or an error has stopped it (False)."""
    url, new_events = database.serving_url, NewEventSignal()
    tolerance = settings.watch_clock_tolerance_seconds
    async with (
        main.record(url) as application,
        Listener(libpq_url(as_application(url)), new_events.notify).running(),
        watching(
            url,
            application,
            new_events,
            now=main.now,
            tolerance_seconds=tolerance,
            issuing=issuing(settings),
        ) as watch_,
    ):
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, new_events.close)
        on_ready()
        await watch_.ended()
        return watch_.status().state != "stopped"
