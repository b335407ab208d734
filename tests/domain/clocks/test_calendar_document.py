"""A calendar that cannot be meant is refused, with the field and what to do about it in both languages."""

from typing import Any

import pytest
from pydantic import ValidationError

from service.domain.clocks.calendars.document import CalendarDocument, minutes_of
from service.language import LANGUAGES, text

DAY = {"date": "2026-01-01", "name": {"zh": "元旦", "en": "New Year's Day"}}
GOOD: dict[str, Any] = {
    "calendar_id": "office",
    "version": 1,
    "title": {"zh": "办公时间", "en": "Office hours"},
    "zone": "Asia/Shanghai",
    "weekly": {"monday": ["13:00-18:00", "09:00-12:00"]},
    "special_days": [DAY],
}
OURS = {
    "window",
    "windows_overlap",
    "unknown_zone",
    "always_with_windows",
    "no_windows",
    "date_twice",
    "coverage_runs_backward",
}


def weekly(*windows: str) -> dict[str, Any]:
    return {"weekly": {"monday": list(windows)}}


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"zone": "Asia/Peking"}, "unknown_zone", "zone"),
    ({"zone": "Asia"}, "unknown_zone", "zone"),
    ({"zone": "../../etc/passwd"}, "unknown_zone", "zone"),
    ({"zone": "a\x00b"}, "unknown_zone", "zone"),
    ({"zone": "上海"}, "unknown_zone", "zone"),
    (weekly("9:00-12:00"), "window", "weekly/monday/0"),
    (weekly("12:00-09:00"), "window", "weekly/monday/0"),
    (weekly("22:00-06:00"), "window", "weekly/monday/0"),
    (weekly("09:00-09:00"), "window", "weekly/monday/0"),
    (weekly("09:00-24:01"), "window", "weekly/monday/0"),
    (weekly("24:00-24:00"), "window", "weekly/monday/0"),
    (weekly("09:60-12:00"), "window", "weekly/monday/0"),
    (weekly("09:00-12:00\n"), "window", "weekly/monday/0"),
    (weekly("０9:00-12:00"), "window", "weekly/monday/0"),
    (weekly("09:00-12:00", "11:59-18:00"), "windows_overlap", "weekly/monday"),
    (weekly("09:00-18:00", "10:00-11:00"), "windows_overlap", "weekly/monday"),
    (weekly("09:00-12:00", "09:00-12:00"), "windows_overlap", "weekly/monday"),
    ({"weekly": {"someday": ["09:00-12:00"]}}, "literal_error", "weekly/someday/[key]"),
    ({"weekly": {}}, "no_windows", "weekly"),
    ({"weekly": {"monday": []}}, "no_windows", "weekly"),
    ({"always": True}, "always_with_windows", "weekly"),
    ({"always": True, "weekly": {}}, "always_with_windows", "special_days"),
    ({"special_days": [DAY, DAY | {"windows": ["09:00-10:00"]}]}, "date_twice", "special_days"),
    ({"special_days": [DAY | {"date": "2026-02-29"}]}, "date_from_datetime_parsing", "special_days/0/date"),
    ({"special_days": [DAY | {"date": 1767225600}]}, "date", "special_days/0/date"),
    ({"special_days": [DAY | {"date": "1767225600"}]}, "date", "special_days/0/date"),
    ({"covered_until": "2026-12-31T00:00:00"}, "date", "covered_until"),
    ({"special_days": [DAY | {"windows": ["x"]}]}, "window", "special_days/0/windows/0"),
    (
        {"covered_from": "2026-01-02", "covered_until": "2026-01-01"},
        "coverage_runs_backward",
        "covered_until",
    ),
    ({"version": 0}, "greater_than_equal", "version"),
    ({"calendar_id": "Office Hours"}, "string_pattern_mismatch", "calendar_id"),
    ({"holidays": []}, "extra_forbidden", "holidays"),
]


@pytest.mark.parametrize(("change", "kind", "field"), BAD)
def test_a_calendar_that_cannot_be_meant_is_refused(change: dict[str, Any], kind: str, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        CalendarDocument.model_validate(GOOD | change)
    (error,) = refused.value.errors()
    named = error.get("ctx", {}).get("field") if not error["loc"] else "/".join(map(str, error["loc"]))
    assert (error["type"], named) == (kind, field)


def test_every_refusal_of_a_calendar_has_words_in_both_languages() -> None:
    assert {kind for _, kind, _ in BAD} >= OURS
    for change, kind, _ in BAD:
        with pytest.raises(ValidationError) as refused:
            CalendarDocument.model_validate(GOOD | change)
        values = refused.value.errors()[0].get("ctx", {})
        if kind in OURS:
            assert all("{" not in text(f"problem.field.{kind}", language, **values) for language in LANGUAGES)


def test_the_words_do_not_repeat_what_was_sent() -> None:
    with pytest.raises(ValidationError) as refused:
        CalendarDocument.model_validate(GOOD | {"zone": "Asia/Peking"})
    assert "Asia/Peking" not in str(refused.value.errors()[0].get("ctx"))


def test_windows_are_kept_in_the_order_of_the_day() -> None:
    assert CalendarDocument.model_validate(GOOD).weekly == {"monday": ("09:00-12:00", "13:00-18:00")}


def test_windows_may_touch_and_last_until_midnight() -> None:
    found = CalendarDocument.model_validate(GOOD | weekly("12:00-24:00", "00:00-12:00"))
    assert found.weekly["monday"] == ("00:00-12:00", "12:00-24:00")
    assert minutes_of("12:00-24:00") == (720, 1440)


def test_a_calendar_is_read_back_as_it_was_recorded() -> None:
    document = CalendarDocument.model_validate(GOOD | {"covered_until": "2026-12-31", "source": "the law"})
    again = CalendarDocument.model_validate_json(document.model_dump_json())
    assert again == document
    assert hash(again) == hash(document)
    assert again.model_dump(mode="json")["special_days"][0]["date"] == "2026-01-01"
