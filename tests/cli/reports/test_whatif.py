"""`casebook whatif`, as a supervisor asks it before changing what is promised."""

import csv
import json
from pathlib import Path

import pytest

from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

COLUMNS = (
    *("number", "incident_state", "sys_mod_count", "sys_updated_at", "opened_at", "contact_type", "category"),
    *("subcategory", "urgency", "priority", "assignment_group", "assigned_to", "caller_id", "made_sla"),
)
ROSTER = """\
rosters:
  - level: supervisor
    people:
      - {staff_id: staff-7, calendar_id: always}
"""

JUDGED = ("--date-form", "day-first", "--promises", "policy", "--policy", "default")


def log_of_one_incident(folder: Path) -> Path:
    """Write an incident of moderate priority that is resolved 16 working hours after it came in."""
    file = folder / "incidents.csv"
    rows = [("New", 0, "1/3/2016 01:00"), ("Resolved", 1, "2/3/2016 10:00")]
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        for state, count, at in rows:
            labels = ("?", "?", "2 - Medium", "3 - Moderate", "Group 1", "Resolver 1", "Caller 1", "true")
            writer.writerow(("INC0000001", state, count, at, "1/3/2016 01:00", "Phone", *labels))
    return file


def stricter(folder: Path, tmp_path: Path) -> Path:
    """Write the policy in force with 12 hours for moderate priority, as a user edits it."""
    shown = casebook(folder, "policy", "show", "--yaml")
    assert shown.returncode == 0, shown.stderr
    before, rule, after = shown.stdout.partition("rule: resolution_moderate")
    assert rule
    file = tmp_path / "policy.yaml"
    changed = after.replace("target_seconds: 86400", "target_seconds: 43200", 1)
    file.write_text(before + rule + changed, encoding="utf-8")
    return file


def test_a_stricter_policy_names_the_case_that_it_would_have_broken(
    started_folder: Path, tmp_path: Path
) -> None:
    file = str(log_of_one_incident(tmp_path))
    imported = casebook(started_folder, "import", "servicenow", file, *JUDGED)
    assert imported.returncode == 0, imported.stderr
    policy = stricter(started_folder, tmp_path)
    asked = casebook(started_folder, "whatif", str(policy), "--by", "clock", "--from", "2016-03-01")
    assert asked.returncode == 0, asked.stderr
    lines = asked.stdout.splitlines()
    assert "policy default 1" in lines[0]
    assert any("nothing on the record was changed" in line for line in lines[:3])
    assert any("resolution" in line and "100.0% → 0.0%" in line for line in lines)
    (change,) = (line for line in lines if "INC0000001" in line)
    assert "kept (2016-03-03 10:00)" in change
    assert "broken (2016-03-02 06:00)" in change
    in_chinese = casebook(started_folder, "whatif", str(policy), CASEBOOK_LANGUAGE="zh")
    assert "超时 (2016-03-02 06:00)" in in_chinese.stdout
    told = json.loads(casebook(started_folder, "whatif", str(policy), "--json").stdout)
    assert (told["changed_promises"], told["changes"][0]["then"]["verdict"]) == (1, "breached")
    earlier = casebook(started_folder, "whatif", str(policy), "--to", "2016-03-01")
    assert "No promise would have been kept or broken otherwise." in earlier.stdout


def test_a_roster_is_tried_too_and_nothing_is_no_question(started_folder: Path, tmp_path: Path) -> None:
    log = str(log_of_one_incident(tmp_path))
    imported = casebook(started_folder, "import", "servicenow", log, *JUDGED)
    assert imported.returncode == 0, imported.stderr
    file = tmp_path / "roster.yaml"
    file.write_text(ROSTER, encoding="utf-8")
    asked = casebook(started_folder, "whatif", "--roster", str(file))
    assert asked.returncode == 0, asked.stderr
    assert "roster supervisor" in asked.stdout
    assert "Nobody on duty" in asked.stdout
    nothing = casebook(started_folder, "whatif")
    assert (nothing.returncode, "POLICY: must be given" in nothing.stderr) == (2, True)
    backward = casebook(started_folder, "whatif", "--roster", str(file), "--from", "2017", "--to", "2016")
    assert backward.returncode == 2
    missing = casebook(started_folder, "whatif", str(tmp_path / "none.yaml"))
    assert (missing.returncode, "none.yaml" in missing.stderr) == (2, True)
