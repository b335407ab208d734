"""Who is behind a proxy is believed of the proxies that are named, and of nobody else."""

from ipaddress import ip_network

import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from pydantic import ValidationError
from starlette.types import Receive, Scope, Send

from service.api.http.connections import ConnectionBounds, Connections
from service.api.http.health.metrics import Metrics
from service.main.server import listening
from service.settings import Settings

PEER, BEHIND, MADE_UP = "127.0.0.1", "203.0.113.9", "198.51.100.7"


async def seen_by_the_application(trusted: str, *forwarded: str, peer: str = PEER) -> str:
    """Return the address that the application takes for the client's."""
    app, found = FastAPI(), list[str]()
    app.state.metrics = Metrics(CollectorRegistry())
    config = listening(Settings(trusted_proxies=trusted), app)

    async def note(scope: Scope, _: Receive, __: Send) -> None:
        found.append(f"{scope['scheme']} {scope['client'][0]}")

    config.app = note
    config.load()
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "scheme": "http",
        "client": (peer, 5000),
        "headers": [*headers, (b"x-forwarded-proto", b"https")],
    }
    await config.loaded_app(scope, None, None)
    return found[0]


@pytest.mark.parametrize("peer", [PEER, "10.0.0.5"])
async def test_what_a_stranger_says_of_where_it_comes_from_is_ignored(
    peer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "*")  # what uvicorn reads is no setting of ours
    assert await seen_by_the_application("", MADE_UP, peer=peer) == f"http {peer}"
    assert await seen_by_the_application("10.9.0.0/16", MADE_UP, peer=peer) == f"http {peer}"


async def test_a_proxy_that_is_named_is_believed_as_far_as_it_speaks_itself() -> None:
    for trusted in (PEER, "10.0.0.5, 127.0.0.0/8"):
        assert await seen_by_the_application(trusted, BEHIND) == f"https {BEHIND}"
        assert await seen_by_the_application(trusted, f"{MADE_UP}, {BEHIND}") == f"https {BEHIND}"
    chain = f"{MADE_UP}, {BEHIND}, 10.0.0.5"
    assert await seen_by_the_application("127.0.0.1,10.0.0.5", chain) == f"https {BEHIND}"


def test_the_bounds_of_an_address_are_not_those_of_a_proxy() -> None:
    bounds = ConnectionBounds(
        connections=4, connections_of_address=2, unwelcome_at_once=0, proxies=(ip_network("10.0.0.0/8"),)
    )
    connections = Connections(bounds, lambda _: None)
    assert [connections.take("10.0.0.5") for _ in range(3)] == [True, True, True]
    assert [connections.take(PEER) for _ in range(2)] == [True, False]
    for address in ("10.0.0.5", PEER):
        connections.count_unwelcome(address)
    assert connections.wait_seconds("10.0.0.5") == 0
    assert connections.wait_seconds(PEER) > 0


def test_what_is_no_address_is_refused_at_the_start() -> None:
    with pytest.raises(ValidationError, match="trusted_proxies"):
        Settings(trusted_proxies="10.0.0.5,proxy.example.com")
