"""`casebook assign`, `invite` and `attach`: what needs looking around first, done without a server."""

import hashlib
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from uuid import UUID

import pytest

from service.domain.case.decisions.assignment import AssignOwner
from service.eventstore.request import Request
from tests.api.cases.test_responsibility import with_people
from tests.api.composition import House, composed
from tests.api.surveys.survey_scenes import LI, Customer, done, opened_house, resolved_case, surveys_of
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")
SECRET = "a secret of the tests, long enough"  # noqa: S105
PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


class Terminal:
    """Somebody at a terminal beside the house."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url

    def ran(self, *arguments: str, **settings: str) -> CompletedProcess[str]:
        return casebook(self.folder, *arguments, CASEBOOK_DATABASE_URL=self.url, **settings)

    def said(self, *arguments: str, **settings: str) -> str:
        ran = self.ran(*arguments, **settings)
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def refused(self, *arguments: str, **settings: str) -> str:
        ran = self.ran(*arguments, **settings)
        assert ran.returncode == 2, ran.stdout
        return ran.stderr


@pytest.fixture
def terminal(reachable_folder: Path, database_url: str) -> Terminal:
    return Terminal(reachable_folder, database_url)


async def shown(house: House, case: str) -> dict[str, Any]:
    document: dict[str, Any] = (await house.get(case)).json()
    return document


async def test_a_case_is_assigned_by_load_and_the_reason_is_told(
    terminal: Terminal, database_url: str
) -> None:
    async with composed(database_url) as house:
        await with_people(house)
        await house.open_account()
        case = await house.receive_case(reference="CB-000042")
        other = await house.receive_case()
        command = AssignOwner(owner="li.na")
        await house.application.execute(
            Request(stream_id=UUID(other[-36:]), commands=(command,), command_id=UUID(int=9), actor="test")
        )
        tried = terminal.said("assign", "CB-000042", "--dry-run")
        assert "nothing recorded" in tried
        assert "wang.a: the least loaded of 2, 0 open cases of 10" in tried
        rows = [line.split() for line in tried.splitlines()]
        assert ["wang.a", "0", "10"] in rows
        assert ["li.na", "1", "10"] in rows
        assert (await shown(house, case))["owner"] is None

        told = terminal.said("assign", "CB-000042", "--reason", "a line stands", CASEBOOK_LANGUAGE="zh")
        assert "CB-000042 分派给 wang.a:2名候选人中在办负荷最低" in told
        (owner,) = (await shown(house, case))["responsibility"]["owners"]
        assert (owner["owner"], owner["how"]) == ("wang.a", "chosen_by_load")
        assert "nothing was recorded" in terminal.said("assign", case[-36:])

        assert "alchemy" in terminal.refused("assign", case[-36:], "--skill", "alchemy")
        assert "level" in terminal.refused("assign", case[-36:], "--level", "janitor")


async def test_a_contact_is_invited_and_the_link_is_the_one_that_the_server_makes(
    terminal: Terminal, database_url: str
) -> None:
    async with composed(database_url) as house:
        await opened_house(house)
        case = await resolved_case(house)
        other = await resolved_case(house)
        assert "CASEBOOK_LINK_SECRET" in terminal.refused("invite", case[-36:])
        invite = ("invite", case[-36:], "--contact", str(LI))
        told = terminal.said(*invite, "--url", "https://casebook/", CASEBOOK_LINK_SECRET=SECRET)
        assert f"Contact {LI} is asked about resolution 1; send the link by e-mail" in told
        link = told.splitlines()[-1]
        assert link.startswith("https://casebook/s/")
        assert (await done(house, f"{case}/invite-to-survey"))["link"] == link[16:]
        (survey,) = await surveys_of(house, case)
        assert survey["contact_id"] == str(LI)
        events = (await house.get(f"{case}/history")).json()["items"]
        (sent,) = (each["event"] for each in events if each["event"]["type"] == "SurveySent.v1")
        assert sent["link_shown_to_staff"], "whoever sat at the terminal had it in hand"
        page = await Customer(house, link[16:]).opens()
        assert page.status_code == 200

        again = ("invite", other[-36:], "--contact", str(LI))
        assert "asked" in terminal.refused(*again, CASEBOOK_LINK_SECRET=SECRET)
        assert await surveys_of(house, other) == []


async def test_a_file_is_attached_as_it_is_and_one_that_is_not_what_it_says_is_refused(
    terminal: Terminal, database_url: str
) -> None:
    picture = terminal.folder / "press.png"
    picture.write_bytes(PNG)
    async with composed(database_url) as house:
        await house.open_account()
        case = await house.receive_case()
        told = terminal.said("attach", case[-36:], str(picture), "--audience", "public")
        (one,) = (await house.get(f"{case}/attachments")).json()["items"]
        assert one["attachment_id"] in told
        assert (one["name"], one["media_type"], one["audience"]) == ("press.png", "image/png", "public")
        assert one["sha256"] == hashlib.sha256(PNG).hexdigest()
        read = await house.get(f"{case}/attachments/{one['attachment_id']}")
        assert read.content == PNG

        attach = ("attach", case[-36:], str(picture))
        assert "is not of the type" in terminal.refused(*attach, "--type", "application/pdf")
        small = {"CASEBOOK_ATTACHMENT_MAX_BYTES": "1024"}
        picture.write_bytes(PNG * 100)
        assert "1024" in terminal.refused(*attach, **small)
        assert len((await house.get(f"{case}/attachments")).json()["items"]) == 1
