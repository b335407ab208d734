"""What every command prints with: two consoles, the language, and the one way to fail."""

import sys
from typing import NoReturn

from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from service.domain.refusal import Refusal
from service.language import Language, text
from service.settings import Settings

# What is printed may hold customers' words: square brackets in them are no markup.
out = Console(markup=False, highlight=False)
err = Console(markup=False, highlight=False, stderr=True)


def say(key: str, language: Language, **values: object) -> None:
    """Print a text of the catalogue on standard output."""
    out.print(text(f"cli.{key}", language, **values), soft_wrap=True)


def fail(problem: Exception | str, *, exit_code: int = 2) -> NoReturn:
    """Print one line on standard error and leave."""
    language = Settings().language
    if isinstance(problem, Refusal):
        title = text(f"refusal.{problem.slug}.title", language)
        remedy = text(f"refusal.{problem.slug}.remedy", language, **problem.values)
        problem = f"{title}. {remedy}"
    _complain(text("cli.error", language), str(problem))
    sys.exit(exit_code)


def show_setting_errors(error: ValidationError) -> None:
    """Print which setting is wrong and how, without its value."""
    for problem in error.errors(include_input=False, include_url=False):
        name = f"CASEBOOK_{problem['loc'][0]}".upper()
        _complain("error", f"{name}: {problem['msg']}")


def _complain(label: str, message: str) -> None:
    err.print(Text.assemble((label, "bold red"), " ", message), soft_wrap=True)
