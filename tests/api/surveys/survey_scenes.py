"""Cases that were resolved for accounts with contacts, and customers who hold a link."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import httpx

from service.domain.account.identity import account_id_of
from service.importers.rule_files.default_rules import publish_default_rules
from tests.api.composition import House

LI, WANG = (UUID(int=number) for number in (71, 72))
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Customer:
    """Somebody who got a link, and has neither a key nor JavaScript."""

    house: House
    link: str

    async def opens(self, language: str = "en", **headers: str) -> httpx.Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._request("GET", self.link, headers={"Accept-Language": language, **named})

    async def sends(self, fields: dict[str, str] | bytes, **headers: str) -> httpx.Response:
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self._request("POST", self.link, content=body, headers={**FORM, **named})

    async def _request(self, method: str, path: str, **told: Any) -> httpx.Response:
        transport = httpx.ASGITransport(self.house.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://casebook") as browser:
            return await browser.request(method, path, **told)


async def opened_house(house: House) -> str:
    """Open an account with two contacts under the default rules, and return the account's path."""
    await publish_default_rules(house.application)
    await house.open_account()
    account = f"/v1/accounts/{account_id_of('KA-1')}"
    for contact_id, name, channel in ((LI, "李雷", "email"), (WANG, "王芳", "phone")):
        told = {"contact_id": str(contact_id), "name": name, "preferred_channel": channel}
        await done(house, f"{account}/contacts", told)
    return account


async def resolved_case(house: House, **told: Any) -> str:
    """Receive a case, resolve it and return its path."""
    case = await house.receive_case(**told)
    await done(house, f"{case}/assign", {"owner": "li.na"})
    await done(house, f"{case}/resolve", {"resolution": "Bearing replaced"})
    return case


async def done(house: House, path: str, body: object = None) -> dict[str, Any]:
    answered = await house.post(path, body)
    assert answered.is_success, answered.text
    found: dict[str, Any] = answered.json()
    return found


async def invited(house: House, case: str, **wanted: Any) -> Customer:
    """Invite somebody and return who got the link."""
    told = await done(house, f"{case}/invite-to-survey", wanted)
    return Customer(house, told["link"])


async def surveys_of(house: House, case: str) -> list[dict[str, Any]]:
    shown = await house.get(case)
    found: list[dict[str, Any]] = shown.json()["surveys"]
    return found


def form_of(page: httpx.Response) -> dict[str, str]:
    """Return the hidden fields of a page, as a browser sends them back."""
    return {"form": found[1]} if (found := re.search(r'name="form" value="(\w+)"', page.text)) else {}
