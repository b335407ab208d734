"""`casebook doctor` says whether the record can be trusted."""

from pathlib import Path

import psycopg

from service.database.engine import create_single_use_engine
from service.projections.kpi.rollups.settling import settle_all
from tests.cli.command import casebook


def test_each_thing_that_is_wrong_with_the_record_is_a_finding(
    reachable_folder: Path, database_url: str
) -> None:
    with psycopg.connect(database_url) as owner:
        owner.execute("update es.head set position = 7")
        owner.execute("alter table es.events disable trigger events_are_never_changed")
    wrong = casebook(
        reachable_folder,
        "doctor",
        CASEBOOK_DATABASE_URL=database_url,
        CASEBOOK_ALLOW_UNSAFE_DURABILITY="false",
        POSTGRES_ENABLE_DB_FUNCTIONS="yes",
        CASEBOOK_PORT="1",
    )
    assert wrong.returncode == 1
    assert wrong.stdout.count("WRONG") == 6
    for named in ("fsync", "full_page_writes", "synchronous_commit", "es.head says", "events_are_never"):
        assert named in wrong.stdout


def test_a_tolerated_risk_is_shown_and_nothing_is_wrong(reachable_folder: Path, database_url: str) -> None:
    well = casebook(reachable_folder, "doctor", CASEBOOK_DATABASE_URL=database_url, CASEBOOK_PORT="1")
    assert well.returncode == 0, well.stdout
    assert well.stdout.count("tolerated") == 3
    assert "whole up to position 0" in well.stdout


def test_sums_that_are_behind_are_a_warning_until_they_are_added_up(
    reachable_folder: Path, database_url: str
) -> None:
    own = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_PORT": "1", "COLUMNS": "300"}
    behind = casebook(reachable_folder, "doctor", **own)
    assert behind.returncode == 0, behind.stdout
    assert "not all days are added up yet" in behind.stdout
    engine = create_single_use_engine(database_url, application_name="test")
    settle_all(engine)
    assert "cases and accounts told something since: 0" in casebook(reachable_folder, "doctor", **own).stdout


def test_the_folder_and_the_database_that_were_opened_are_named(started_folder: Path) -> None:
    told = casebook(started_folder, "doctor", CASEBOOK_PORT="1", COLUMNS="300")
    assert told.returncode == 0, told.stdout
    (folder,) = [line for line in told.stdout.splitlines() if line.lstrip().startswith("data folder")]
    assert str(started_folder) in folder
    assert "PostgreSQL" in told.stdout


def test_a_record_of_another_version_is_named_with_the_way_out(
    reachable_folder: Path, database_url: str
) -> None:
    own = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_PORT": "1"}
    assert casebook(reachable_folder, "guideline", "show", "staff", **own).returncode == 0
    with psycopg.connect(database_url) as owner:
        owner.execute("alter table es.events disable trigger all")
        changed = owner.execute(
            """update es.events set data = convert_to(replace(convert_from(data, 'utf8'),
            '"received"', '"received_then"'), 'utf8') where type = 'PolicyPublished.v1'"""
        )
        assert changed.rowcount == 1
        for trigger in ("event_rows_are_never_changed", "events_are_never_changed"):
            owner.execute(f"alter table es.events enable always trigger {trigger}")
    # The second finds it out by folding the record into rows anew, as a start of a newer version does.
    for command in (("doctor",), ("rebuild",)):
        old = casebook(reachable_folder, *command, **own)
        assert old.returncode == 2
        for named in ("another version", "CASEBOOK_DATA_FOLDER", database_url.rpartition("/")[2]):
            assert named in old.stderr
        assert "CASEBOOK_POLICY" not in old.stderr


def test_what_an_upload_that_broke_off_has_left_is_removed_and_told(
    reachable_folder: Path, database_url: str
) -> None:
    with psycopg.connect(database_url) as owner:
        owner.execute("insert into files.contents values (sha256('left'), 4, 'left')")
    told = casebook(reachable_folder, "doctor", CASEBOOK_DATABASE_URL=database_url, CASEBOOK_PORT="1")
    assert told.returncode == 0, told.stdout
    assert "1 files (4 bytes) that no event names were removed" in told.stdout
    with psycopg.connect(database_url) as owner:
        assert owner.execute("select count(*) from files.contents").fetchone() == (0,)
