"""Files on a case: taken in as they are, stored once by their hash, and handed out only as they came."""

import asyncio
import hashlib
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest

from service.actions.attachments.files import ATTACHING
from service.actions.attachments.types import ATTACHMENT_TYPES
from service.api.http.access import Role
from service.database.engine import create_single_use_engine
from service.database.file_contents import remove_unnamed
from tests.api.composition import House, bearer, composed

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10
PDF = b"%PDF-1.7\nhello"
LIMIT = 2_048
REFUSED_ATTACHMENTS = frozenset({"attachment_already_added"})
"""What the domain refuses; that a file is not what it says is a matter of the route."""


async def attached(
    house: House, case: str, content: bytes, name: str = "press.png", **told: Any
) -> httpx.Response:
    """Send a file in; `told` are parameters and, in capitals, headers."""
    headers = {key.replace("_", "-"): value for key, value in told.items() if key[0].isupper()}
    params = {key: value for key, value in told.items() if not key[0].isupper()}
    return await house.client.post(
        f"{case}/attachments",
        params={"name": name, **params},
        content=content,
        headers={"Content-Type": "image/png", **headers},
    )


async def stored(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("select count(*) from files.contents")
        row: tuple[int] | None = await found.fetchone()
        assert row is not None
        return row[0]


@pytest.fixture
async def case(house: House) -> str:
    await house.open_account()
    return await house.receive_case()


async def test_a_file_is_attached_listed_and_read_again_as_it_was(house: House, case: str) -> None:
    sent = await attached(house, case, PNG, name="压机 停机.png")
    assert sent.status_code == 201, sent.text
    fact = sent.json()["events"][0]["event"]
    hashed = hashlib.sha256(PNG).hexdigest()
    assert (fact["type"], fact["sha256"], fact["size_bytes"]) == ("AttachmentAdded.v1", hashed, len(PNG))
    listed = (await house.get(f"{case}/attachments")).json()["items"]
    assert [(one["name"], one["media_type"], one["audience"]) for one in listed] == [
        ("压机 停机.png", "image/png", "internal")
    ]
    assert (await house.get(case)).json()["attachments"] == listed
    read = await house.get(sent.headers["Location"])
    assert (read.status_code, read.content) == (200, PNG)


async def uploads(url: str) -> int:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        found = await connection.execute("select count(*) from files.uploads")
        row: tuple[int] | None = await found.fetchone()
        assert row is not None
        return row[0]


async def test_a_refused_file_leaves_nothing(house: House, case: str) -> None:
    twice = str(uuid4())
    assert (await attached(house, case, PNG, attachment_id=twice)).status_code == 201
    other = PNG + b"another"
    refused = await attached(house, case, other, attachment_id=twice)
    assert refused.status_code == 409, refused.text
    stale = await attached(house, case, other + b"!", If_Match='"1"')
    assert stale.status_code == 412, stale.text
    key = {"Idempotency_Key": "file-1"}
    assert (await attached(house, case, PNG, **key)).status_code == 201
    reused = await attached(house, case, other + b"?", **key)
    assert reused.status_code == 422, reused.text
    assert (await stored(house.url), await uploads(house.url)) == (1, 2)


async def test_an_upload_that_is_cancelled_midway_leaves_nothing(house: House, case: str) -> None:
    async with await psycopg.AsyncConnection.connect(house.url) as holder:
        await holder.execute("select from es.head for update")  # the case is busy with what cannot be written
        busy = asyncio.create_task(house.post(f"{case}/note", {"text": "First"}))
        upload = asyncio.create_task(attached(house, case, PNG, If_Match='"99"'))
        while not await stored(house.url):
            pass
        upload.cancel()
        await asyncio.wait([upload])
        [going_on] = [task for task in asyncio.all_tasks() if task.get_name() == ATTACHING]
        await holder.rollback()
        await asyncio.wait([busy, going_on])
    assert busy.result().status_code == 200
    assert (await stored(house.url), await uploads(house.url)) == (0, 0)


async def test_refused_copies_of_one_content_that_come_at_once_leave_nothing(house: House, case: str) -> None:
    sent = await asyncio.gather(*(attached(house, case, PNG, If_Match='"99"') for _ in range(8)))
    assert {each.status_code for each in sent} == {412}
    assert (await stored(house.url), await uploads(house.url)) == (0, 0)


async def test_what_is_refused_takes_nothing_from_those_who_have_the_same_content(
    house: House, case: str
) -> None:
    sent = await asyncio.gather(
        *(attached(house, case, PNG, **({"If_Match": '"99"'} if n % 2 else {})) for n in range(8))
    )
    assert sorted(each.status_code for each in sent) == [201] * 4 + [412] * 4
    for each in sent:
        if each.status_code == 201:
            assert (await house.get(each.headers["Location"])).content == PNG


async def test_what_an_upload_that_broke_off_has_left_is_removed_and_nothing_else(
    house: House, case: str
) -> None:
    assert (await attached(house, case, PNG)).status_code == 201
    with psycopg.connect(house.url, autocommit=True) as owner:
        for content, hours in ((b"left", 2), (b"on its way", 0)):
            owner.execute(
                "insert into files.contents values (sha256(%s), %s, %s)", (content, len(content), content)
            )
            owner.execute(
                """insert into files.uploads values
                (gen_random_uuid(), sha256(%s), gen_random_uuid(), now() - %s * interval '1 hour')""",
                (content, hours),
            )
        owner.execute("update files.uploads set begun_at = now() - interval '1 day' where begun_at < now()")
        owner.execute("update files.uploads set begun_at = now() where sha256 = sha256('on its way')")
        # As before uploads were kept; and an upload of the same that broke off since.
        owner.execute("update files.uploads set case_id = null where sha256 = sha256(%s)", (PNG,))
        owner.execute(
            """insert into files.uploads values
            (gen_random_uuid(), sha256(%s), gen_random_uuid(), now() - interval '1 day')""",
            (PNG,),
        )
    with create_single_use_engine(house.url, application_name="tests").begin() as connection:
        assert remove_unnamed(connection) == (1, 4)
        assert remove_unnamed(connection) == (0, 0)
    assert await stored(house.url) == 2


async def test_what_is_handed_out_is_saved_and_never_shown_or_run(house: House, case: str) -> None:
    sent = await attached(house, case, PNG, name='a"b\r\nX: 1.png')
    read = await house.get(sent.headers["Location"])
    assert read.headers["Content-Disposition"].startswith('attachment; filename="a_b__X_ 1.png"')
    assert read.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in read.headers["Content-Security-Policy"]
    assert read.headers["Content-Type"] == "image/png"


async def test_a_text_in_another_encoding_comes_back_byte_for_byte_and_no_encoding_is_claimed(
    house: House, case: str
) -> None:
    content = "客户,金额\n".encode("gbk")
    sent = await attached(house, case, content, name="账单.csv", Content_Type="text/csv; charset=gbk")
    read = await house.get(sent.headers["Location"])
    assert (read.content, read.headers["Content-Type"]) == (content, "text/csv")


async def test_the_record_holds_the_hash_and_not_the_content(house: House, case: str) -> None:
    await attached(house, case, PNG)
    async with await psycopg.AsyncConnection.connect(house.url) as connection:
        found = await connection.execute("select data from es.events where type = 'AttachmentAdded.v1'")
        (data,) = (await found.fetchone()) or (b"",)
    assert hashlib.sha256(PNG).hexdigest().encode() in data
    assert b"picture" not in data


async def test_the_same_file_on_two_cases_is_stored_once(house: House, case: str) -> None:
    other = await house.receive_case()
    for each in (case, case, other):
        assert (await attached(house, each, PNG)).status_code == 201
    assert await stored(house.url) == 1
    assert len((await house.get(f"{case}/attachments")).json()["items"]) == 2


async def test_a_file_that_is_sent_twice_under_one_key_is_attached_once(house: House, case: str) -> None:
    first, again = [await attached(house, case, PNG, Idempotency_Key="k1") for _ in range(2)]
    assert again.headers["Idempotency-Replayed"] == "true"
    assert first.headers["Location"] == again.headers["Location"]
    assert len((await house.get(f"{case}/attachments")).json()["items"]) == 1
    other = await attached(house, case, PNG + b"!", Idempotency_Key="k1")
    assert (other.status_code, other.json()["type"]) == (422, "/problems/command_id_reused")


async def test_another_file_under_a_known_id_is_refused_and_the_same_one_is_a_repeat(
    house: House, case: str
) -> None:
    told = {"attachment_id": str(uuid4())}
    await attached(house, case, PNG, **told)
    again = await attached(house, case, PNG, **told)
    assert (again.status_code, again.json()["events"]) == (201, [])
    other = await attached(house, case, PNG + b"!", **told)
    assert (other.status_code, other.json()["type"]) == (409, "/problems/attachment_already_added")


async def test_only_the_files_of_a_case_are_read_under_its_path(house: House, case: str) -> None:
    other = await house.receive_case()
    location = (await attached(house, other, PNG)).headers["Location"]
    elsewhere = location.replace(other, case)
    answered = await house.get(elsewhere)
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/attachment_not_found")
    nowhere = await house.get(f"/v1/cases/{uuid4()}/attachments")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/problems/case_not_found")


async def test_what_the_customer_may_see_is_told_apart(house: House, case: str) -> None:
    await attached(house, case, PNG, name="inside.png")
    await attached(house, case, PNG, name="shown.png", audience="public")
    public = (await house.get(f"{case}/attachments?audience=public")).json()["items"]
    assert [one["name"] for one in public] == ["shown.png"]


async def test_a_name_can_come_in_the_header_and_must_come_somewhere(house: House, case: str) -> None:
    headers = {"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="report.pdf"'}
    named = await house.client.post(f"{case}/attachments", content=PDF, headers=headers)
    assert named.json()["events"][0]["event"]["name"] == "report.pdf"
    nameless = await house.client.post(
        f"{case}/attachments", content=PDF, headers={"Content-Type": "application/pdf"}
    )
    assert (nameless.status_code, nameless.json()["errors"][0]["field"]) == (422, "name")


@pytest.mark.parametrize(
    ("media_type", "content", "refused"),
    [
        ("image/svg+xml", b"<svg/>", ("attachment_type_not_allowed", 415)),
        ("text/html", b"<html>", ("attachment_type_not_allowed", 415)),
        ("", PNG, ("attachment_type_not_allowed", 415)),
        ("image/jpeg", PNG, ("attachment_content_differs", 422)),
        ("application/pdf", b"MZ\x90", ("attachment_content_differs", 422)),
        ("application/zip", PDF, ("attachment_content_differs", 422)),
        ("text/plain", b"a\x00b", ("attachment_content_differs", 422)),
        ("image/png", b"", ("attachment_empty", 422)),
    ],
)
async def test_a_file_that_may_not_be_taken_is_refused_by_name_and_not_stored(
    house: House, case: str, media_type: str, content: bytes, refused: tuple[str, int]
) -> None:
    slug, status = refused
    answered = await attached(house, case, content, Content_Type=media_type)
    assert (answered.status_code, answered.json()["type"]) == (status, f"/problems/{slug}")
    assert (await house.get(f"{case}/attachments")).json()["items"] == []
    assert await stored(house.url) == 0


async def test_a_file_that_is_too_large_is_refused_before_it_has_come_whole(database_url: str) -> None:
    async with composed(database_url, attachment_max_bytes=LIMIT) as house:
        await house.open_account()
        case = await house.receive_case()
        fits = await attached(house, case, PNG.ljust(LIMIT, b"."))
        assert fits.status_code == 201
        asked = 0

        async def endless() -> Any:
            nonlocal asked
            yield PNG
            while True:
                asked += 1
                yield b"." * 1_024

        answered = await house.client.post(
            f"{case}/attachments?name=x.png", content=endless(), headers={"Content-Type": "image/png"}
        )
        assert (answered.status_code, answered.json()["type"]) == (413, "/problems/body_too_large")
        assert asked <= 3
        assert await stored(database_url) == 1


async def test_a_damaged_content_is_never_handed_out(house: House, case: str) -> None:
    location = (await attached(house, case, PNG)).headers["Location"]
    damaged = """
        alter table files.contents drop constraint contents_named_by_hash;
        alter table files.contents disable trigger all;
        update files.contents set content = overlay(content placing '!'::bytea from 9)
    """
    async with await psycopg.AsyncConnection.connect(house.url, autocommit=True) as connection:
        await connection.execute(damaged)
    answered = await house.get(location)
    assert (answered.status_code, answered.json()["type"]) == (500, "/problems/attachment_damaged")
    assert b"picture" not in answered.content


async def test_no_batch_attaches_a_file_whose_content_nobody_has_seen(house: House, case: str) -> None:
    command = {
        "attachment_id": str(uuid4()),
        "sha256": "a" * 64,
        "name": "x.png",
        "media_type": "image/png",
        "size_bytes": 1,
    }
    one = {"id": "1", "type": "AddAttachment", "stream_id": case.rpartition("/")[2], "command": command}
    answered = await house.client.post("/v1/commands", json={"commands": [one]})
    (told,) = answered.json()["answers"]
    assert told["problem"]["type"] == "/problems/validation_failed"
    assert (await house.get(f"{case}/attachments")).json()["items"] == []


async def test_a_case_that_is_not_there_takes_no_file(house: House) -> None:
    answered = await attached(house, f"/v1/cases/{uuid4()}", PNG)
    assert (answered.status_code, answered.json()["type"]) == (404, "/problems/case_not_found")
    assert await stored(house.url) == 0


async def test_who_may_only_read_attaches_nothing_and_bi_sees_nothing(house: House, case: str) -> None:
    location = (await attached(house, case, PNG)).headers["Location"]
    auditor = {"Content-Type": "image/png", **bearer(Role.AUDITOR)}
    refused = await house.client.post(f"{case}/attachments?name=x.png", content=PNG, headers=auditor)
    assert refused.status_code == 403
    assert (await house.get(location, Role.AUDITOR)).content == PNG
    assert (await house.get(location, Role.BI)).status_code == 403


async def test_files_sent_at_the_same_time_are_each_attached(house: House, case: str) -> None:
    sent = await asyncio.gather(*(attached(house, case, PNG, name=f"{n}.png") for n in range(5)))
    assert {one.status_code for one in sent} == {201}
    listed = (await house.get(f"{case}/attachments")).json()["items"]
    assert {one["name"] for one in listed} == {f"{n}.png" for n in range(5)}
    assert await stored(house.url) == 1


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("image/jpeg", b"\xff\xd8\xff\xe0JFIF"),
        ("image/gif", b"GIF89a..."),
        ("image/webp", b"RIFF\x00\x00\x00\x00WEBPVP8 "),
        ("image/heic", b"\x00\x00\x00\x18ftypheic"),
        ("application/zip", b"PK\x05\x06" + b"\x00" * 18),
        ("application/msword", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1.."),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04.."),
        ("text/csv", "客户,金额\n海天,1\n".encode()),
        ("message/rfc822", b"Subject: it stands\n\nstill"),
        ("audio/amr", b"#!AMR\n"),
        ("video/mp4", b"\x00\x00\x00\x18ftypisom"),
    ],
)
def test_what_people_send_is_known_by_how_it_begins(media_type: str, content: bytes) -> None:
    assert ATTACHMENT_TYPES[media_type](content)
    assert not ATTACHMENT_TYPES[media_type](b"\x00MZ\x90")
