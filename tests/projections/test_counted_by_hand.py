"""No read model is without a test that counts its rows by hand."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from service.projections.engine.timeline import timelines
from service.projections.models import MODELS

TESTS = [test.read_text() for test in sorted(Path(__file__).parent.rglob("test_*.py"))]


def tables_read(tests: Iterable[str]) -> set[str]:
    """Return what the tests that fold in memory read by name, as in `tables.remedies`."""
    return {
        node.attr
        for test in tests
        if "from tests.projections.folded import" in test
        for node in ast.walk(ast.parse(test))
        if isinstance(node, ast.Attribute)
    }


@pytest.mark.parametrize("name", [model.name for model in MODELS if model.table is not timelines])
def test_the_rows_of_every_model_are_counted_by_hand(name: str) -> None:
    assert name in tables_read(TESTS), f"no test in tests/projections folds events and reads {name}"


def test_a_model_that_is_only_imported_or_named_is_not_counted() -> None:
    named = (
        "from tests.projections.folded import Tables\nfrom service.projections import remedies\n'remedies'\n"
    )
    assert "remedies" not in tables_read([named])
    assert "remedies" in tables_read([named + "Tables().remedies"])
    assert "remedies" not in tables_read(["Tables().remedies"])
