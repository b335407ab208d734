"""Every refusal has a title and a remedy in both languages, filled from what the refusing code tells."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import service.domain.aggregates.aggregate  # noqa: F401  brings every refusal of the domain into being
from service.domain.refusal import Refusal
from service.language import LANGUAGES, catalogue, text
from tests.domain.refused_ways import LISTED, Shown, provoke
from tests.language.test_catalogue import placeholders

ROOT = Path(__file__).parents[2]


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """Yield every refusal of the service; tests may have planted others."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("service."):
            yield below
        yield from refusals(below)


REFUSALS = {kind.__name__: kind for kind in refusals()}
every_refusal = pytest.mark.parametrize("name", REFUSALS)


def raises(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each refusal that a module raises, with the names of the values that it tells."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Raise):
            continue
        raised = node.exc
        told = raised.keywords if isinstance(raised, ast.Call) else []
        name = raised.func if isinstance(raised, ast.Call) else raised
        named = name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", None)
        if named in REFUSALS:
            yield named, {keyword.arg or "" for keyword in told}


RAISED = [
    (path.relative_to(ROOT).as_posix(), name, told)
    for path in sorted((ROOT / "service").rglob("*.py"))
    for name, told in raises(path.read_text(encoding="utf-8"))
]


@every_refusal
def test_a_refusal_states_its_rule_and_has_a_title_and_a_remedy(name: str) -> None:
    refusal = REFUSALS[name]
    assert refusal.__doc__ != Refusal.__doc__
    assert refusal.__doc__ is not None
    for part in ("title", "remedy"):
        for language in LANGUAGES:
            assert text(f"refusal.{refusal.slug}.{part}", language)


@every_refusal
def test_every_refusal_is_raised_somewhere(name: str) -> None:
    assert name in {raised for _, raised, _ in RAISED}


def test_the_search_for_raises_finds_both_forms() -> None:
    planted = "raise CaseNotFoundError\nraise CycleNotResolvedError(cycle=2)\nraise ValueError('x')\nraise\n"
    assert list(raises(planted)) == [("CaseNotFoundError", set()), ("CycleNotResolvedError", {"cycle"})]


@pytest.mark.parametrize(("path", "name", "told"), RAISED)
def test_whoever_refuses_tells_what_the_texts_ask_for(path: str, name: str, told: set[str]) -> None:
    for part in ("title", "remedy"):
        asked = placeholders(text(f"refusal.{REFUSALS[name].slug}.{part}", "en"))
        assert asked <= told, f"{path} must give {sorted(asked - told)} to {name}"


@pytest.mark.parametrize("shown", LISTED, ids=lambda shown: f"{shown[0].__name__}-{shown[1].__name__}")
def test_a_refusal_can_be_read_with_its_values_filled_in(shown: Shown) -> None:
    raised = provoke(*shown)
    for part in ("title", "remedy"):
        for language in LANGUAGES:
            words = text(f"refusal.{raised.slug}.{part}", language, **raised.values)
            assert not re.search(r"[{}]|\bNone\b", words)


def test_no_text_stays_behind_when_its_refusal_is_gone() -> None:
    declared = {
        node.name
        for path in (ROOT / "service").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") == "Refusal" for base in node.bases)
    }
    assert set(REFUSALS) <= declared
    slugs = {re.sub(r"(?<!^)(?=[A-Z])", "_", name.removesuffix("Error")).lower() for name in declared}
    assert set(catalogue("refusal")) <= slugs
