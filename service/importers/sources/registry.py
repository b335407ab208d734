"""The systems whose files can be read, by the name that users type."""

from service.importers.sources.boston311 import BOSTON311
from service.importers.sources.servicenow import SERVICENOW
from service.importers.sources.source import Source

SOURCES: dict[str, Source] = {source.name: source for source in (SERVICENOW, BOSTON311)}
