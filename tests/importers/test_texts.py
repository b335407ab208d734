"""Every reason has its text in both languages, and no text is left without a reason."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

from service import importers
from service.importers.problems import ImportFailedError
from service.language import LANGUAGES, catalogue

IMPORTERS = Path(__file__).parents[2] / "service" / "importers"


def codes_in_use() -> set[str]:
    """Return the second argument of every RowProblemError that the importers raise."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in IMPORTERS.glob("*.py")]
    return {
        ast.literal_eval(node.args[1])
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "RowProblemError"
    }


def test_the_codes_in_the_program_are_those_in_the_catalogue() -> None:
    assert codes_in_use() == set(catalogue("import")["reason"])


def failures() -> set[str]:
    """Return the slug of every kind of failure, wherever in the importers it is declared."""
    for module in pkgutil.walk_packages(importers.__path__, f"{importers.__name__}."):
        importlib.import_module(module.name)
    kinds = list(ImportFailedError.__subclasses__())
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.slug for kind in kinds}


def test_the_failures_in_the_program_are_those_in_the_catalogue() -> None:
    assert failures() == set(catalogue("import")["failed"])


def test_every_text_stands_in_both_languages_with_the_same_values() -> None:
    for part in catalogue("import").values():
        for key, texts in part.items():
            assert set(texts) == set(LANGUAGES), key
            assert len({frozenset(re.findall(r"{\w+}", text)) for text in texts.values()}) == 1, key
