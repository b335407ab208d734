"""A desk of a service team with the rules that come with the program, spoken to over HTTP only."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from service.actions.action import ActionContext
from service.actions.surveys.setting_aside import set_aside_surveys
from service.api.http.access import Role
from service.domain.account.identity import account_id_of
from tests.api.clocks.clock_stories import observe, with_rules
from tests.api.composition import House, bearer, composed, template_with_keys
from tests.cluster import ensure_template

ACCOUNT = f"/v1/accounts/{account_id_of('KA-1')}"


@dataclass
class Desk:
    """A running record with an account of high value, KA-1; time stands still until `later()`."""

    house: House

    async def case(self, role: Role = Role.AGENT, **received: Any) -> str:
        """Receive a case; return its path."""
        told = {"account_id": str(account_id_of("KA-1")), "channel": "phone", "kind": "technical"}
        answer = await self.house.post(
            "/v1/cases", {**told, "subject": "The press stands still", **received}, **bearer(role)
        )
        assert answer.status_code == 201, answer.text
        return answer.headers["Location"]

    async def tell(self, path: str, role: Role = Role.AGENT, **body: Any) -> dict[str, Any]:
        """Send a command that must be taken; return the answer."""
        answer = await self.house.post(path, body, **bearer(role))
        assert answer.status_code in {200, 201}, answer.text
        document: dict[str, Any] = answer.json()
        return document

    async def refused(self, path: str, role: Role = Role.AGENT, **body: Any) -> str:
        """Send a command that must be refused; return the name of the problem."""
        answer = await self.house.post(path, body, **bearer(role))
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        return str(answer.json()["type"]).rpartition("/")[2]

    async def read(self, path: str, role: Role = Role.SUPERVISOR) -> Any:
        """Read a document as of all that is on the record."""
        await self.house.catch_up()
        answer = await self.house.get(path, role)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def refused_reading(self, path: str, role: Role = Role.SUPERVISOR) -> str:
        """Read what must be refused; return the name of the problem."""
        await self.house.catch_up()
        answer = await self.house.get(path, role)
        assert answer.status_code in {403, 404, 409, 422}, answer.text
        return str(answer.json()["type"]).rpartition("/")[2]

    async def later(self, *paths: str, **by: float) -> None:
        """Let time pass, and the watch look at these cases and accounts."""
        self.house.clock.advance(**by)
        await self.house.catch_up()
        await set_aside_surveys(self._context(), self.house.clock())
        for path in paths:
            await observe(self.house, path)

    def _context(self) -> ActionContext:
        application, services = self.house.application, self.house.app.state.services
        return ActionContext(application=application, engine=services.engine, execute=application.execute)

    async def verdicts(self, path: str, clock: str) -> list[str]:
        """Return the verdicts on the promises of a name, in the order in which they were made."""
        found = (await self.read(f"{path}/clocks"))["clocks"]
        return [each["verdict"] for each in found if each["clock"] == clock]

    async def verdict(self, path: str, clock: str) -> str:
        """Return the verdict on the last promise of a name."""
        return (await self.verdicts(path, clock))[-1]

    async def kpi(self, slug: str, query: str = "") -> dict[str, Any]:
        """Return the figures of a KPI over all that is on the record."""
        figures: dict[str, Any] = (await self.read(f"/v1/reports/kpi{query}"))["total"]["figures"][slug]
        return figures

    async def director(self, staff_id: str = "sun.d") -> None:
        """Make somebody the director on duty, who may agree to anything."""
        people = [{"staff_id": staff_id, "calendar_id": "always"}]
        await self.tell("/v1/rosters", Role.SUPERVISOR, level="director", people=people)

    async def rate(self, path: str, contact_id: str | None = None, **told: Any) -> str:
        """Record what a contact, else a new one, says of a resolution on the phone; return the contact."""
        contact_id = contact_id or await self.contact()
        await self.tell(f"{path}/rate", **{"channel": "phone", **told}, contact_id=contact_id)
        return contact_id

    async def contact(self, name: str = "王工") -> str:
        """Add a contact of the account; return the id."""
        contact_id = str(uuid4())
        await self.tell(f"{ACCOUNT}/contacts", contact_id=contact_id, name=name)
        return contact_id

    async def consent(self, contact_id: str, *purposes: str) -> None:
        """Record that a contact consents to uses of data."""
        said = {"text_version": 1, "language": "zh", "channel": "email", "evidence": "Mail of 2 March"}
        for purpose in purposes:
            body = {"contact_id": contact_id, "purpose": purpose, **said}
            await self.tell(f"{ACCOUNT}/consents", **body)  # type: ignore[arg-type]  # the body of a command


@asynccontextmanager
async def desk_on(url: str, **settings: Any) -> AsyncIterator[Desk]:
    """Open a desk on a fresh record, or on one on which a desk was opened before."""
    async with composed(url, **settings) as house:
        if (await house.get(ACCOUNT)).status_code == 404:
            await with_rules(house)
            await house.open_account()
        house.client.headers.update(bearer(Role.INTEGRATION))
        yield Desk(house)


def template_with_desk() -> str:
    """Return the template of databases on which a desk was opened."""
    return ensure_template("template_desk", template_with_keys(), open_desk)


def open_desk(url: str) -> None:
    """Open a desk on a record that holds nothing yet."""

    async def opened() -> None:
        async with desk_on(url):
            pass

    asyncio.run(opened())
