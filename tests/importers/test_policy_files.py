"""Files of rules become commands; what is wrong in them is said with file, line, field and remedy."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from service.domain.rulebook.decisions import PublishCalendar, PublishPolicy
from service.domain.vocabulary import EscalationLevel, Segment
from service.importers.problems import FileUnreadableError, ImportFailedError
from service.importers.rule_files.calendars import read_calendar
from service.importers.rule_files.policies import read_policy
from service.importers.rule_files.rosters import read_rosters
from service.importers.rule_files.yaml_document import (
    FieldsWrongError,
    NameRepeatedError,
    YamlMalformedError,
    read_file,
)
from service.language import LANGUAGES

POLICY = """\
policy_id: strict
version: 3
effective_at: 2026-05-01T00:00:00+08:00
unclassified_counts_as: routine
segment_calendars: {ordinary: office}
templates:
  chain: &chain
    warns_at_percent: [90]
    target_seconds: 60
rules:
  - rule: first_reply
    clock: first_reply
    title: {zh: 首次回复, en: First reply}
    starts_on: [received]
    met_by: [answered]
    <<: *chain
  - rule: second_reply
    clock: second_reply
    title: {zh: 再次回复, en: Second reply}
    starts_on: [received]
    met_by: [answered]
    <<: *chain
    target_seconds: 120
sources:
  first_reply: [2, ours]
"""
CALENDAR = """\
calendar_id: office
version: 1
title: {zh: 办公, en: Office}
zone: Asia/Shanghai
weekly:
  monday: ["09:00-12:00", "13:00-18:00"]
"""
ROSTERS = """\
rosters:
  - level: manager
    people:
      - {staff_id: staff-7, calendar_id: office}
    effective_at: 2026-05-01T00:00:00+08:00
  - level: director
    people: []
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "rules.yaml"


def written(file: Path, content: str) -> Path:
    file.write_text(content, encoding="utf-8")
    return file


def told_of(error: FieldsWrongError) -> list[tuple[int, str]]:
    return [(problem.line, problem.name) for problem in error.problems]


def test_a_policy_file_becomes_the_command_that_publishes_it(file: Path) -> None:
    found = read_policy(written(file, POLICY))
    policy = found.command.policy
    assert (policy.policy_id, policy.version) == ("strict", 3)
    assert policy.segment_calendars == {Segment.ORDINARY: "office"}
    assert [rule.target_seconds for rule in policy.rules] == [60, 120]
    assert [rule.warns_at_percent for rule in policy.rules] == [(90,), (90,)]
    assert found.command.effective_at == datetime(2026, 4, 30, 16, tzinfo=UTC)
    assert found.sources == {"first_reply": ("2", "ours")}


def test_the_instant_that_the_caller_names_stands_instead_of_that_of_the_file(file: Path) -> None:
    at = datetime(2027, 1, 1, tzinfo=UTC)
    assert read_policy(written(file, POLICY), effective_at=at).command.effective_at == at


def test_without_an_instant_the_policy_holds_from_now(file: Path) -> None:
    lines = [line for line in POLICY.splitlines() if not line.startswith("effective_at")]
    assert read_policy(written(file, "\n".join(lines))).command.effective_at is None


def test_a_policy_written_out_as_a_file_is_read_back_the_same(file: Path) -> None:
    policy = read_policy(written(file, POLICY)).command.policy
    again = yaml.safe_dump(policy.model_dump(mode="json", exclude_defaults=True), allow_unicode=True)
    assert read_policy(written(file, again)).command == PublishPolicy(policy=policy)


def test_a_calendar_file_becomes_the_command_that_publishes_it(file: Path) -> None:
    found = read_calendar(written(file, CALENDAR))
    assert isinstance(found, PublishCalendar)
    assert found.calendar.weekly == {"monday": ("09:00-12:00", "13:00-18:00")}


def test_a_roster_file_sets_a_roster_for_each_rung(file: Path) -> None:
    manager, director = read_rosters(written(file, ROSTERS))
    assert (manager.level, director.level) == (EscalationLevel.MANAGER, EscalationLevel.DIRECTOR)
    assert [(duty.staff_id, duty.calendar_id) for duty in manager.people] == [("staff-7", "office")]
    assert director.people == ()
    assert manager.effective_at == datetime(2026, 4, 30, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("right", "wrong", "line", "name", "said"),
    [
        ("version: 3", "version: three", 2, "version", "must be a whole number"),
        ("version: 3", "version: 0", 2, "version", "must be at least 1"),
        ("    met_by: [answered]", "    met_by: [sung]", 15, "rules.0.met_by.0", "must be one of"),
        ("    target_seconds: 120", "    target_secs: 120", 23, "rules.1.target_secs", "is not known here"),
        ("    target_seconds: 120", "    target_months: 1", 23, "rules.1.target_months", "beside"),
        ("- rule: second_reply", "- rule: first_reply", 10, "rules", "names the rule first_reply twice"),
        (
            "  first_reply: [2, ours]",
            "  third_reply: [2]",
            25,
            "sources.third_reply",
            "no rule of this policy",
        ),
        ("2026-05-01T00:00:00+08:00", "2026-05-01", 3, "effective_at", "must carry its time zone"),
        ("    target_seconds: 60", "    target_seconds: -1", 9, "rules.0.target_seconds", "at least 1"),
    ],
)
def test_a_wrong_field_is_told_with_its_line_and_what_to_do(  # noqa: PLR0917  a row of the table
    file: Path, right: str, wrong: str, line: int, name: str, said: str
) -> None:
    assert POLICY.count(right)
    with pytest.raises(FieldsWrongError) as failed:
        read_policy(written(file, POLICY.replace(right, wrong)))
    assert (line, name) in told_of(failed.value)
    message = failed.value.message("en")
    assert message.startswith("rules.yaml ")
    assert f"line {line}: {name} " in message
    assert said in message
    assert f"第 {line} 行" in failed.value.message("zh")


def test_every_wrong_field_is_told_at_once(file: Path) -> None:
    wrong = POLICY.replace("version: 3", "version: x").replace("[received]", "[dreamt]")
    with pytest.raises(FieldsWrongError) as failed:
        read_policy(written(file, wrong))
    assert [name for _, name in told_of(failed.value)] == [
        "version",
        "rules.0.starts_on.0",
        "rules.1.starts_on.0",
    ]
    assert len(failed.value.message("en").splitlines()) == 4


def test_a_missing_field_is_told_at_the_table_that_lacks_it(file: Path) -> None:
    lacking = POLICY.replace("    clock: second_reply\n", "")
    with pytest.raises(FieldsWrongError) as failed:
        read_policy(written(file, lacking))
    assert told_of(failed.value) == [(17, "rules.1.clock")]
    assert "rules.1.clock must be given" in failed.value.message("en")


def test_a_wrong_calendar_and_a_wrong_roster_are_told_the_same_way(file: Path) -> None:
    with pytest.raises(FieldsWrongError) as failed:
        read_calendar(written(file, CALENDAR.replace("13:00", "11:00")))
    assert told_of(failed.value) == [(6, "weekly.monday")]
    with pytest.raises(FieldsWrongError) as failed:
        read_rosters(written(file, ROSTERS.replace("level: director", "level: king")))
    assert told_of(failed.value) == [(6, "rosters.1.level")]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"policy_id: a\nversion: [1\n", 3),
        (b"policy_id: a\nrules:\n\t- rule: b\n", 3),
        (b"policy_id: a\ntitle: a: b\n", 2),
        (b"a: *nowhere\n", 1),
        (b"", 1),
        (b"- a\n- b\n", 1),
        (b"just words", 1),
        (b"\xff\xfe\x00", 1),
        (b"at: 2026-13-45\n", 1),
        (b"a: 1\n---\nb: 2\n", 2),
        (b"a: !!python/object:os.system {}\n", 1),
        (b"a: " + b"[" * 5000, 1),
    ],
)
def test_what_is_no_yaml_is_told_with_its_line(file: Path, content: bytes, line: int) -> None:
    file.write_bytes(content)
    with pytest.raises(YamlMalformedError) as failed:
        read_file(file)
    assert failed.value.values["line"] == str(line)
    for language in LANGUAGES:
        assert "rules.yaml" in failed.value.message(language)


def test_a_name_that_stands_twice_is_refused_and_not_half_read(file: Path) -> None:
    with pytest.raises(NameRepeatedError) as failed:
        read_policy(written(file, POLICY + "policy_id: lenient\n"))
    assert failed.value.values == {"file": "rules.yaml", "line": "26", "name": "policy_id"}


def test_a_table_that_holds_itself_is_an_error_and_no_endless_search(file: Path) -> None:
    with pytest.raises(ImportFailedError):
        read_policy(written(file, "policy_id: &a {b: *a}\n"))


def test_a_file_that_is_not_there_is_told(file: Path) -> None:
    with pytest.raises(FileUnreadableError, match=r"rules\.yaml"):
        read_policy(file)
