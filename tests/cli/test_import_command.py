"""`casebook import` and its exit codes."""

from pathlib import Path

import pytest

from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

HEADER = (
    "number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,made_sla,caller_id,opened_by,"
    "opened_at,sys_updated_by,sys_updated_at,contact_type,category,subcategory,impact,urgency,priority,"
    "assignment_group,assigned_to,knowledge,notify,closed_code,resolved_by,resolved_at,closed_at\n"
)
ROW = (
    "INC1,{state},true,0,0,{update},true,Caller 1,Opened by 1,1/3/2016 08:00,Updated by 1,{at},Phone,"
    "Category 1,Subcategory 1,2 - Medium,2 - Medium,3 - Moderate,Group 1,?,true,Do Not Notify,code 1,?,?,?\n"
)
NEW = ROW.format(state="New", update=0, at="1/3/2016 08:05")
ACTIVE = ROW.format(state="Active", update=1, at="1/3/2016 08:20")
UNKNOWN = ROW.format(state="Dreaming", update=2, at="1/3/2016 09:00")


def _file(folder: Path, *rows: str) -> Path:
    path = folder / "log.csv"
    path.write_text(HEADER + "".join(rows))
    return path


def test_a_good_file_is_taken_over_and_a_second_time_adds_nothing(reachable_folder: Path) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    data = reachable_folder / "data"
    first = casebook(data, "import", "servicenow", str(file))
    assert first.returncode == 0, first.stderr
    assert "Accepted 2 rows, already known 0, rejected 0" in first.stdout
    again = casebook(data, "import", "servicenow", str(file))
    assert again.returncode == 0
    assert "Accepted 0 rows, already known 2, rejected 0" in again.stdout


def test_a_bad_row_is_rejected_alone_with_exit_code_1(reachable_folder: Path) -> None:
    file = _file(reachable_folder, NEW, UNKNOWN, ACTIVE)
    mixed = casebook(reachable_folder / "data", "import", "servicenow", str(file))
    assert mixed.returncode == 1
    assert "Accepted 2 rows, already known 0, rejected 1" in mixed.stdout
    rejects = (reachable_folder / "log.csv.rejects.csv").read_text()
    assert "incident_state" in rejects
    assert "Dreaming" in rejects


@pytest.mark.parametrize("content", ["", "a,b,c\n1,2,3\n"])
def test_a_file_that_is_no_such_log_is_exit_code_2(reachable_folder: Path, content: str) -> None:
    path = reachable_folder / "log.csv"
    path.write_text(content)
    refused = casebook(reachable_folder / "data", "import", "servicenow", str(path))
    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_a_file_that_is_not_there_is_exit_code_2(reachable_folder: Path) -> None:
    refused = casebook(reachable_folder / "data", "import", "servicenow", str(reachable_folder / "none.csv"))
    assert refused.returncode == 2
    assert "none.csv" in refused.stderr


def test_a_dry_run_writes_nothing(reachable_folder: Path) -> None:
    file = _file(reachable_folder, NEW, ACTIVE)
    data = reachable_folder / "data"
    dry = casebook(data, "import", "servicenow", str(file), "--dry-run")
    assert "Would accept 2 rows" in dry.stdout
    real = casebook(data, "import", "servicenow", str(file))
    assert "Accepted 2 rows" in real.stdout
