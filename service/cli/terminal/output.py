"""What every command prints with: two consoles, the language, and the one way to fail."""

import re
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from service.domain.refusal import Refusal
from service.language import Language, text
from service.language.remedies import remedy_of
from service.settings import Settings

STEERING = re.compile("[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""The controls that a terminal obeys, but for tab and line feed, and those that turn a line around."""


def visible(words: str) -> str:
    r"""Return words with what could steer the terminal written out, as in `\u001b`."""
    return STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", words.replace("\r\n", "\n"))


class Printer(Console):
    """A console for words of anybody: no markup, no emoji codes, no control of the terminal in them."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(markup=False, emoji=False, highlight=False, stderr=stderr)

    def render_str(self, text: str, **options: Any) -> Text:
        # Here, before anything is measured, so that a table keeps its columns.
        return super().render_str(visible(text), **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        # A Text that somebody made does not pass through render_str.
        for segment in super().render(renderable, options):
            yield segment if segment.control else Segment(visible(segment.text), segment.style)


out = Printer()
err = Printer(stderr=True)


def say(key: str, language: Language, **values: object) -> None:
    """Print a text of the catalogue on standard output."""
    out.print(text(f"cli.{key}", language, **values), soft_wrap=True)


def print_json(document: str) -> None:
    r"""Print a JSON document for programs. The same with `\u001b` and the like is the same document."""
    typer.echo(visible(document))


def fail(problem: Exception | str, *, exit_code: int = 2) -> NoReturn:
    """Print one line on standard error and leave."""
    language = Settings().language
    if isinstance(problem, Refusal):
        title = text(f"refusal.{problem.slug}.title", language)
        problem = f"{title}. {remedy_of(problem.slug, language, problem.values)}"
    _complain(text("cli.error", language), str(problem))
    sys.exit(exit_code)


def complain(message: str) -> None:
    """Print one line on standard error and go on."""
    _complain(text("cli.note", Settings().language), message)


def show_setting_errors(error: ValidationError) -> None:
    """Print which setting is wrong and how, without its value."""
    for problem in error.errors(include_input=False, include_url=False):
        name = f"CASEBOOK_{problem['loc'][0]}".upper()
        _complain("error", f"{name}: {problem['msg']}")


def _complain(label: str, message: str) -> None:
    err.print(Text.assemble((label, "bold red"), " ", visible(message)), soft_wrap=True)
