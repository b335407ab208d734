"""`casebook policy`, `calendar` and `roster`, as a user changes what is promised."""

from pathlib import Path

import pytest

from service.importers.rule_files import default_rules
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

ROSTER = """\
rosters:
  - level: manager
    people:
      - {staff_id: staff-7, calendar_id: cn_7x12}
"""
CALENDAR = """\
calendar_id: nights
version: 1
title: {zh: 夜班, en: Nights}
zone: Asia/Shanghai
weekly:
  monday: ["00:00-08:00"]
"""


def test_a_policy_is_shown_changed_and_published_and_the_change_does_not_reach_back(
    started_folder: Path, tmp_path: Path
) -> None:
    shown = casebook(started_folder, "policy", "show", "--yaml")
    assert shown.returncode == 0, shown.stderr
    file = tmp_path / "policy.yaml"
    file.write_text(shown.stdout.replace("version: 1\n", "version: 2\n"), encoding="utf-8")
    back = casebook(started_folder, "policy", "publish", str(file), "--effective-at", "2020-01-01")
    assert (back.returncode, "never changed backwards" in back.stderr) == (2, True)
    published = casebook(started_folder, "policy", "publish", str(file))
    assert (published.returncode, "Version 2" in published.stdout) == (0, True)
    again = casebook(started_folder, "policy", "publish", str(file))
    assert "nothing was added" in again.stdout
    listed = casebook(started_folder, "policy", "list").stdout.splitlines()
    assert ["in force" in line for line in listed if "default" in line] == [False, True]
    table = casebook(started_folder, "policy", "show", "default", "--version", "1")
    assert "Complaint answered within 1 hour" in table.stdout
    assert casebook(started_folder, "policy", "show", "default", "--version", "3").returncode == 2


def test_a_file_with_a_wrong_line_is_refused_by_that_line(started_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text("policy_id: default\nversion: two\n", encoding="utf-8")
    refused = casebook(started_folder, "policy", "publish", str(file))
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "line 2: version must be a whole number" in refused.stderr


def test_a_calendar_is_imported_listed_and_shown(started_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "nights.yaml"
    file.write_text(CALENDAR, encoding="utf-8")
    assert casebook(started_folder, "calendar", "import", str(file)).returncode == 0
    listed = casebook(started_folder, "calendar", "list").stdout
    known = [wish.calendar.calendar_id for wish in default_rules.default_calendars()]
    assert [name for name in (*known, "nights") if name not in listed] == []
    assert "00:00-08:00" in casebook(started_folder, "calendar", "show", "nights").stdout
    assert casebook(started_folder, "calendar", "show", "days").returncode == 2
    days = tmp_path / "days.csv"
    days.write_text(
        "date,name_zh,name_en,windows\n2026-03-03,盘点,Stock-taking,20:00-24:00\n", encoding="utf-8"
    )
    changed = casebook(
        started_folder, "calendar", "override", "nights", str(days), "--covered-until", "2026-12-31"
    )
    assert (changed.returncode, "Version 2" in changed.stdout) == (0, True), changed.stderr
    assert "Stock-taking" in casebook(started_folder, "calendar", "show", "nights").stdout


def test_a_roster_is_set_once(started_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "roster.yaml"
    file.write_text(ROSTER, encoding="utf-8")
    assert "manager" in casebook(started_folder, "roster", "set", str(file)).stdout
    assert "nothing was added" in casebook(started_folder, "roster", "set", str(file)).stdout
    file.write_text(ROSTER.replace("cn_7x12", "nowhere"), encoding="utf-8")
    refused = casebook(started_folder, "roster", "set", str(file))
    assert (refused.returncode, "nowhere" in refused.stderr) == (2, True)


def test_a_guideline_is_shown_changed_and_published(started_folder: Path, tmp_path: Path) -> None:
    shown = casebook(started_folder, "guideline", "show", "departments")
    assert shown.returncode == 0, shown.stderr
    file = tmp_path / "departments.yaml"
    file.write_text(shown.stdout.replace("version: 1\n", "version: 2\n"), encoding="utf-8")
    published = casebook(started_folder, "guideline", "publish", str(file))
    assert (published.returncode, "Version 2 of the guideline departments" in published.stdout) == (0, True)
    again = casebook(started_folder, "guideline", "publish", str(file))
    assert "nothing was added" in again.stdout
    unknown = casebook(started_folder, "guideline", "show", "menu")
    assert (unknown.returncode, "departments" in unknown.stderr) == (2, True)
