"""What was recorded is printed as text: nothing in it can steer the terminal or turn the line around."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console, ConsoleRenderable
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from service.cli.terminal.output import err, fail, out, print_json, say
from tests.api.composition import composed
from tests.cli.command import casebook

pytestmark = pytest.mark.xdist_group("processes")

EVIL = "a\u0007b\u001b[31mc\u202ed\u009be\rf\u2066g"
SHOWN = r"a\u0007b\u001b[31mc\u202ed\u009be\u000df\u2066g"


def steering(printed: str) -> list[str]:
    """Return what of the evil signs was printed as it is."""
    return [sign for sign in EVIL if not 32 <= ord(sign) < 127 and sign in printed]


def table_of(words: str) -> Table:
    table = Table(words, box=None)
    table.add_row(words)
    return table


@pytest.mark.parametrize("kind", [str, table_of, Panel])
@pytest.mark.parametrize("console", [out, err])
def test_what_steers_a_terminal_is_shown_instead_whatever_it_is_printed_in(
    kind: Callable[[str], ConsoleRenderable | str], console: Console
) -> None:
    with console.capture() as captured:
        console.print(kind(EVIL))
    assert SHOWN in captured.get()
    assert steering(captured.get()) == []


@pytest.mark.parametrize("kind", [Text, lambda words: Panel(Text(words))])
def test_a_text_that_was_made_elsewhere_steers_no_terminal_either(
    kind: Callable[[str], ConsoleRenderable],
) -> None:
    with out.capture() as captured:
        out.print(kind(EVIL))
    assert r"\u001b[31mc\u202ed\u009be" in captured.get()
    assert steering(captured.get()) == []


def test_a_smile_that_was_typed_with_colons_stays_as_it_was_typed() -> None:
    with out.capture() as captured:
        out.print("the lamp is :red_circle:")
    assert captured.get() == "the lamp is :red_circle:\n"


def test_a_table_stays_in_its_columns_around_what_was_escaped() -> None:
    table = Table("a", "b", box=None)
    table.add_row("\u202e", "here")
    table.add_row("123456", "here")
    with out.capture() as captured:
        out.print(table)
    _, *rows = captured.get().splitlines()
    assert rows[0].index("here") == rows[1].index("here")


def test_lines_and_tabs_stay_what_they_are_and_letters_of_all_peoples_too() -> None:
    with out.capture() as captured:
        out.print("客户说:\r\nعميل\n\tée")
    assert captured.get() == "客户说:\nعميل\n        ée\n"


def test_a_text_of_the_catalogue_and_a_failure_are_printed_so_too(capsys: pytest.CaptureFixture[str]) -> None:
    say("serve.docs", "en", url=EVIL)
    assert SHOWN in capsys.readouterr().out
    with pytest.raises(SystemExit):
        fail(EVIL)
    assert SHOWN in capsys.readouterr().err


def test_a_printed_document_says_the_same_and_holds_nothing_that_steers(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_json(json.dumps({"text": EVIL + "\n"}, ensure_ascii=False, indent=2))
    printed = capsys.readouterr().out
    assert json.loads(printed) == {"text": EVIL + "\n"}
    assert steering(printed) == []


async def test_a_note_that_would_steer_the_terminal_is_shown_by_story_and_replay(
    reachable_folder: Path, database_url: str
) -> None:
    async with composed(database_url) as house:
        await house.open_account()
        case = await house.receive_case(reference="CB-000042")
        noted = await house.post(f"{case}/note", {"text": EVIL})
        assert noted.status_code in {200, 201}, noted.text
    for command in (("story",), ("replay",), ("story", "--json")):
        name, *options = command
        ran = casebook(reachable_folder, name, "CB-000042", *options, CASEBOOK_DATABASE_URL=database_url)
        assert ran.returncode == 0, ran.stderr
        assert r"\u001b[31mc\u202ed\u009be" in ran.stdout, command
        assert steering(ran.stdout) == []
