"""Several hosts behind one URL, of which one takes writes: a primary and those that may take over from it."""

import re
from collections.abc import Sequence
from urllib.parse import urlencode

from sqlalchemy import URL

SEVERAL = re.compile(
    r"(?P<start>[^:/]+://(?:[^:/@]*(?::[^@]*)?@)?)(?P<hosts>[^/?@]*,[^/?@]*)(?P<path>(?:/[^?]*)?)"
    r"(?:\?(?P<query>.*))?"
)
HOST = re.compile(r"\[?(?P<name>(?<=\[)[^\]]+(?=\])|[^:\[\]]+)\]?(?::(?P<port>\d+))?")
DEFAULT_PORT = "5432"
WRITABLE = {"target_session_attrs": "read-write"}


def written_as_parameters(url: str) -> str:
    """Return a URL of several hosts, `user:password@host1:5432,host2:5432/database`, with these at its end.

    So libpq writes them; SQLAlchemy understands only parameters, and libpq those as well. Raises ValueError.
    """
    found = SEVERAL.fullmatch(url)
    if found is None:
        return url
    parameters = urlencode(_parameters(found["hosts"].split(",")))
    query = "&".join(part for part in (found["query"], parameters) if part)
    return f"{found['start']}{found['path']}?{query}"


def meaning_the_writable(url: URL) -> URL:
    """Return a URL of several hosts as both libraries take it: that of them which takes writes is meant.

    Where the URL says itself which one it wants (`target_session_attrs`), that counts. Raises ValueError.
    """
    hosts = url.query.get("host", "")
    if isinstance(hosts, tuple):
        url = url.update_query_dict(_parameters(hosts))
    elif "," not in hosts:
        return url
    return url.set(query={**WRITABLE, **url.query})


def _parameters(hosts: Sequence[str]) -> dict[str, str]:
    found = [HOST.fullmatch(host) for host in hosts]
    named = [each for each in found if each]
    if len(named) < len(found):
        raise ValueError("a host is missing or malformed")
    return {
        "host": ",".join(each["name"] for each in named),
        "port": ",".join(each["port"] or DEFAULT_PORT for each in named),
    }
