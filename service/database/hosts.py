"""Several hosts behind one URL, of which one takes writes: a primary and those that may take over from it."""

import re
from collections.abc import Sequence
from ipaddress import IPv6Address
from urllib.parse import urlencode

from sqlalchemy import URL

SEVERAL = re.compile(
    r"(?P<start>[^:/]+://(?:[^:/@]*(?::[^@]*)?@)?+)(?P<hosts>[^/?@]*,[^/?@]*)(?P<path>(?:/[^?]*)?)"
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
    elif "," in hosts:
        url = url.update_query_dict({"port": _ports(url, hosts.count(",") + 1)})
    else:
        return url
    return url.set(query={**WRITABLE, **url.query})


def _parameters(hosts: Sequence[str]) -> dict[str, str]:
    places = [_place(host) for host in hosts]
    return {"host": ",".join(name for name, _ in places), "port": ",".join(port for _, port in places)}


def _place(host: str) -> tuple[str, str]:
    if found := HOST.fullmatch(host):
        return found["name"], found["port"] or DEFAULT_PORT
    return str(IPv6Address(host)), DEFAULT_PORT


def _ports(url: URL, hosts: int) -> str:
    """Return a port for each host: the one that is named for all, or those that are named."""
    ports = str(url.query.get("port", "")).split(",")
    if len(ports) not in {1, hosts}:
        raise ValueError("there are more or fewer ports than hosts")
    return ",".join((port or DEFAULT_PORT) for port in (ports if len(ports) == hosts else ports * hosts))
