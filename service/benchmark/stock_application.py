"""The eventsourcing library as it comes: an application, an aggregate, its own PostgreSQL recorder."""

from typing import Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event

from service.domain.case.decisions.intake import ReceiveCase

CONNECTIONS = "20"


class StockCase(Aggregate):
    """A case that knows what it was received with."""

    @event("Received")
    def __init__(self, received: dict[str, Any]) -> None:
        self.received = received


class StockCases(Application[UUID]):
    """Saves one event a command."""

    def receive(self, command: ReceiveCase) -> dict[str, Any]:
        """Take a case in; return its id and the position of its event."""
        case = StockCase(received=command.model_dump(mode="json", exclude_none=True))
        recordings = self.save(case)
        return {"case_id": case.id, "position": recordings[-1].notification.id}


def stock_environment(database_url: str) -> dict[str, str]:
    """Return the library's settings for a database."""
    parts = urlsplit(database_url)
    return {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": parts.path.lstrip("/"),
        "POSTGRES_HOST": parts.hostname or "",
        "POSTGRES_PORT": str(parts.port),
        "POSTGRES_USER": parts.username or "",
        "POSTGRES_PASSWORD": unquote(parts.password or ""),
        "POSTGRES_POOL_SIZE": CONNECTIONS,
    }
