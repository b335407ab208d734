"""The example of docs/library.md runs as it is printed."""

import re
from pathlib import Path

import pytest

from service.eventstore.application import Application
from tests.eventstore.record import opened_case

PAGE = Path(__file__).parents[2] / "docs" / "library.md"


async def test_the_example_reads_our_events_with_the_library(
    database_url: str, application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    case_id = await opened_case(application)
    [example] = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    exec(example, {"database_url": database_url})  # noqa: S102  the example is ours
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[:2]] == ["1", "2"]
    assert lines[1].split() == ["2", "CaseReceived.v1", str(case_id), "1"]
    assert lines[2] == lines[0].split()[1]
