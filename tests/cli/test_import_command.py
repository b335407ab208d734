"""`casebook import` and its exit codes."""

from pathlib import Path

import pytest

from service import main
from service.domain.clocks.events import ClockBreached
from service.processes.due_list import DueList
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

HEADER = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,"
    "opened_at,sys_updated_by,sys_updated_at,contact_type,category,subcategory,impact,urgency,priority,"
    "assignment_group,assigned_to,knowledge,notify,closed_code,resolved_by,resolved_at,closed_at\n"
)
ROW = (
    "INC1,{state},true,0,0,{update},true,Caller 1,Opened by 1,31/3/2016 08:00,Updated by 1,{at},Phone,"
    "Category 1,Subcategory 1,2 - Medium,2 - Medium,3 - Moderate,Group 1,?,true,Do Not Notify,code 1,?,?,?\n"
)
NEW = ROW.format(state="New", update=0, at="31/3/2016 08:05")
ACTIVE = ROW.format(state="Active", update=1, at="31/3/2016 08:20")
UNKNOWN = ROW.format(state="Dreaming", update=2, at="31/3/2016 09:00")


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "log.csv"
    path.write_text(HEADER + "".join(rows))
    return path


def test_a_good_file_is_taken_over_and_a_second_time_adds_nothing(
    reachable_folder: Path, started_folder: Path
) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    first = casebook(started_folder, "import", "servicenow", str(file))
    assert first.returncode == 0, first.stderr
    assert "Accepted 2 rows, already known 0, rejected 0" in first.stdout
    again = casebook(started_folder, "import", "servicenow", str(file))
    assert again.returncode == 0
    assert "Accepted 0 rows, already known 2, rejected 0" in again.stdout


async def test_an_import_ends_by_noting_all_that_has_passed(
    reachable_folder: Path, database_url: str
) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    judged = ("--promises", "policy", "--policy", "default")
    asked = ("import", "servicenow", str(file), *judged)
    done = casebook(reachable_folder, *asked, CASEBOOK_DATABASE_URL=database_url)
    assert done.returncode == 0, done.stderr
    async with composed(database_url) as house:
        figures = (await house.get("/v1/reports/kpi")).json()
        await house.catch_up()
        assert (await house.get("/v1/reports/kpi")).json() == figures
        due = await DueList(house.app.state.services.engine).count(main.now())
        breaches = await house.application.log.between(1, 1_000, 100, [ClockBreached.STORED_NAME])
    assert (due, bool(breaches)) == (0, True)


def test_a_bad_row_is_rejected_alone_with_exit_code_1(reachable_folder: Path, started_folder: Path) -> None:
    file = _file(reachable_folder, NEW, UNKNOWN, ACTIVE)
    mixed = casebook(started_folder, "import", "servicenow", str(file))
    assert mixed.returncode == 1
    assert "Accepted 2 rows, already known 0, rejected 1" in mixed.stdout
    rejects = (reachable_folder / "log.csv.rejects.csv").read_text()
    assert "incident_state" in rejects
    assert "Dreaming" in rejects


@pytest.mark.parametrize(
    "content",
    [
        "",
        "a,b,c\n1,2,3\n",
        HEADER,
        (HEADER + NEW + ACTIVE).replace("\n", "\r"),
        (HEADER + NEW).replace(",", ";"),
        (HEADER + NEW).replace(",", "\t"),
        f"\ufeff{HEADER}\n",
        "".join((HEADER, NEW.replace("Phone", '"Phone'))),
        (HEADER + NEW).replace("31/3/2016", "1/3/2016"),
        HEADER + UNKNOWN,
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_file_that_is_no_such_log_is_exit_code_2_and_named(
    reachable_folder: Path, database_url: str, content: str, language: str
) -> None:
    path = reachable_folder / "log.csv"
    path.write_text(content, encoding="utf-8", newline="")
    settings = {"CASEBOOK_DATABASE_URL": database_url, "CASEBOOK_LANGUAGE": language}
    refused = casebook(reachable_folder / "data", "import", "servicenow", str(path), **settings)
    assert refused.returncode == 2
    assert str(path) in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_file_that_is_not_there_is_exit_code_2(reachable_folder: Path) -> None:
    refused = casebook(reachable_folder / "data", "import", "servicenow", str(reachable_folder / "none.csv"))
    assert refused.returncode == 2
    assert "none.csv" in refused.stderr


def test_a_dry_run_writes_nothing(reachable_folder: Path, started_folder: Path) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    dry = casebook(started_folder, "import", "servicenow", str(file), "--dry-run")
    assert "Would accept 2 rows" in dry.stdout
    real = casebook(started_folder, "import", "servicenow", str(file))
    assert "Accepted 2 rows" in real.stdout


def test_the_number_of_another_customer_is_another_case(reachable_folder: Path, database_url: str) -> None:
    def imported(*options: str) -> tuple[int, str]:
        file = str(_file(reachable_folder, NEW, ACTIVE))
        settings = {"CASEBOOK_DATABASE_URL": database_url}
        ended = casebook(reachable_folder / "data", "import", "servicenow", file, *options, **settings)
        return ended.returncode, ended.stdout + ended.stderr

    assert "Accepted 2 rows" in imported("--account", "KA-A")[1]
    assert "Accepted 2 rows" in imported("--account", "KA-B")[1]
    assert "Accepted 2 rows" in imported("--account", "KA-A", "--installation", "plant")[1]
    code, said = imported("--account", "KA-B", "--installation", "plant")
    assert code == 2
    assert "as a case of the account KA-A" in said
    assert "already known 2" in imported("--account", "KA-B")[1]


def test_the_form_of_the_dates_is_declared(reachable_folder: Path, database_url: str) -> None:
    file = _file(reachable_folder, NEW.replace("31/3/2016", "5/3/2016"))
    settings = {"CASEBOOK_DATABASE_URL": database_url}
    options = ["import", "servicenow", str(file), "--account", "KA-A"]
    taken = casebook(reachable_folder / "data", *options, "--date-form", "month-first", **settings)
    assert taken.returncode == 0, taken.stderr
    shown = casebook(reachable_folder / "data", "replay", "INC1", **settings)
    assert "2016-05-03" in shown.stdout


def test_each_phase_shows_itself_and_a_cut_off_line_is_said(
    reachable_folder: Path, database_url: str
) -> None:
    file = _file(reachable_folder, NEW, ACTIVE.rstrip())
    settings = {"CASEBOOK_DATABASE_URL": database_url}
    done = casebook(reachable_folder / "data", "import", "servicenow", str(file), **settings)
    assert done.returncode == 0, done.stderr
    begun = [done.stderr.index(phase) for phase in ("Checking log.csv", "Importing log.csv", "Folding")]
    assert begun == sorted(begun)
    assert "The last line" in done.stderr
    assert "with folding" in done.stdout


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--promises", "policy"], "--policy default"),
        (["--policy", "default"], "--promises policy"),
        (["--promises-from", "2016-03-01"], "--promises policy"),
        (["--promises", "none", "--policy", "default"], "--promises policy"),
        (["--promises", "policy", "--policy", "nobodys"], "No version of the policy nobodys"),
        (["--promises", "policy", "--policy", "default", "--promises-from", "soon"], "--promises-from"),
    ],
)
def test_promises_that_cannot_be_meant_are_refused_before_a_row_is_taken(
    reachable_folder: Path, options: list[str], told: str
) -> None:
    file, data = _file(reachable_folder, NEW, ACTIVE), reachable_folder / "data"
    refused = casebook(data, "import", "servicenow", str(file), *options)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert told in refused.stderr


def test_history_promises_nothing_unless_a_policy_is_named(
    reachable_folder: Path, started_folder: Path
) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    other = reachable_folder / "other.csv"
    silent = casebook(started_folder, "import", "servicenow", str(file))
    assert "makes no promises" in silent.stdout
    other.write_text(file.read_text().replace("INC1", "INC2"))
    judged = casebook(
        started_folder, "import", "servicenow", str(other), "--promises", "policy", "--policy", "default"
    )
    assert judged.returncode == 0, judged.stderr
    assert "makes no promises" not in judged.stdout
    first, second = (
        casebook(started_folder, "clock", "list", number, "--json").stdout for number in ("INC1", "INC2")
    )
    assert ("resolution" in first, "resolution" in second) == (False, True)
