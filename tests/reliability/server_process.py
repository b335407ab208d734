"""What runs in the server's process: the composition of `casebook serve`, without its command line."""

import os
from multiprocessing.connection import Connection

from pydantic import SecretStr

from service import main
from service.cli.terminal.log_output import configure_logging
from service.main import server
from service.settings import Settings


def serve(database_url: str, port: int, log: str, ready: Connection) -> None:
    """Serve until a signal says stop; send the server's URL when it listens. All output goes to `log`."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    settings = Settings(database_url=SecretStr(database_url), port=port)
    configure_logging(settings)
    with main.database(settings, own=True) as database:
        main.run(server.serve(settings, database, ready.send))
