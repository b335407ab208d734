"""Environment variables that look like settings of Casebook, but are none."""

import os
from difflib import get_close_matches

from service.cli.terminal.output import err
from service.language import Language, text
from service.settings import Settings

PREFIX = "CASEBOOK_"
TOPICS = "_TOPIC"
"""How the variables end that the factory of the event store takes where a library constructs it."""


def strays(language: Language) -> list[str]:
    """Return a line for each such variable, with the setting that is nearest to it."""
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    return [
        _stray(name, known, language)
        for name in sorted(os.environ)
        if name.upper().startswith(PREFIX) and name.upper() not in known and not name.endswith(TOPICS)
    ]


def _stray(name: str, known: list[str], language: Language) -> str:
    nearest = get_close_matches(name.upper(), known, n=1, cutoff=0.0)
    return text("cli.settings.stray", language, name=name, nearest=nearest[0])


def warn_of_strays(language: Language) -> None:
    """Say on standard error which variables are ignored."""
    for line in strays(language):
        err.print(line, soft_wrap=True)
