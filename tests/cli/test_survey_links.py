"""A survey link of a running server: it outlives a restart, and on a database of one's own needs a secret."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.cli.command import Server, casebook, found, serving

pytestmark = pytest.mark.xdist_group("processes")
SECRET = "kept by the operator of the house, 1"  # noqa: S105


def _client(server: Server, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=server.url, headers=headers, trust_env=False, timeout=20)


def _key(folder: Path, **settings: str) -> str:
    made = casebook(folder, "key", "create", "--role", "integration", "--name", "crm", **settings)
    assert made.returncode == 0, made.stderr
    return found(r"csk_[\w-]+", made.stdout)


def _resolved_case(client: httpx.Client) -> str:
    account = client.post("/v1/accounts", json={"code": "KA-1", "name": "华东精密制造"})
    contact = {"contact_id": str(uuid4()), "name": "李雷"}
    assert client.post(f"{account.headers['Location']}/contacts", json=contact).status_code == 200
    told = {"account_id": account.json()["stream_id"], "channel": "phone", "kind": "technical"}
    case = client.post("/v1/cases", json={**told, "subject": "三号产线停机"})
    path: str = case.headers["Location"]
    owner = {"owner": "li.na", "reason": "knows presses"}
    assert client.post(f"{path}/assign", json=owner).status_code == 200
    assert client.post(f"{path}/resolve").status_code == 200
    return path


def test_a_link_outlives_a_restart_and_opens_the_page_without_a_key(started_folder: Path) -> None:
    with serving(started_folder) as server:
        key = _key(started_folder)
        with _client(server, key) as client:
            case = _resolved_case(client)
            link = client.post(f"{case}/invite-to-survey").json()["link"]
        server.stop()
    assert (started_folder / "link.secret").stat().st_mode & 0o777 == 0o600
    with serving(started_folder) as server, _client(server, key) as client:
        assert client.post(f"{case}/invite-to-survey").json()["link"] == link
        page = httpx.get(server.url + link, trust_env=False, headers={"Accept-Language": "zh-CN"})
        assert (page.status_code, "服务满意度调查" in page.text) == (200, True)
        answered = httpx.post(server.url + link, data={"csat": "5", "wish": "answer"}, trust_env=False)
        assert answered.status_code == 303
        assert client.get(case).json()["ratings"][0]["score"] == 5


def test_on_a_database_of_ones_own_there_are_links_once_a_secret_is_set(
    reachable_folder: Path, database_url: str
) -> None:
    own = {"CASEBOOK_DATABASE_URL": database_url}
    with serving(reachable_folder, **own) as server:
        key = _key(reachable_folder, **own)
        with _client(server, key) as client:
            case = _resolved_case(client)
            refused = client.post(f"{case}/invite-to-survey")
            assert refused.json()["type"] == "/problems/survey_links_off"
            assert "CASEBOOK_LINK_SECRET" in refused.json()["detail"]
    with (
        serving(reachable_folder, **own, CASEBOOK_LINK_SECRET=SECRET) as server,
        _client(server, key) as client,
    ):
        link = client.post(f"{case}/invite-to-survey").json()["link"]
        assert httpx.get(server.url + link, trust_env=False).status_code == 200
