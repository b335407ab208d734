"""The tests that the name of a module leads to, the quick ones first."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

EXAMPLES = ("tests/domain/test_every_command.py", "tests/domain/test_clock_triggers.py")
GOLDEN = "tests/golden/test_golden_events.py"
QUICK_SECONDS = 300
SLOW_SECONDS = 600
LAST = ("worker_process", "rebuild", "lost_answers", "library", "reference", "by_the_minute", "laws")
"""Files that take longest in their folder: processes that are started, engines that are compared."""


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One run of pytest: what it is called with, and how long a mutant may take in it."""

    arguments: tuple[str, ...]
    limit_seconds: int


def stages_for(module: str, root: Path) -> list[Stage]:
    """Return the runs that judge a mutant of the module `service/…`, none of them empty."""
    path = PurePosixPath(module)
    floor = path.parts[1]
    names = [*path.parts[2:-1], path.stem]
    found = {"domain": _of_domain, "projections": _of_projections, "eventstore": _of_event_store}[floor]
    return [stage for stage in found(names, path, root) if stage.arguments]


def _of_domain(names: list[str], path: PurePosixPath, root: Path) -> Iterator[Stage]:
    """A theme has its own tests, its examples and golden files, and what bears its name on other floors."""
    home = "tests/domain"
    if len(names) > 1:
        home = f"{home}/{names[0]}" if (root / home / names[0]).is_dir() else home
    room = names[1] if len(names) > 2 else ""  # noqa: PLR2004 - aggregate, room, theme
    own = _named(names[-1], (home, "tests/domain"), root)
    yield _quick(own)
    if room in {"record", "decisions"}:
        kinds = " or ".join(_classes_of_theme(path, root))
        yield _quick([file for file in (*EXAMPLES, GOLDEN) if (root / file).exists()], "-k", kinds)
        yield _slow(set(_named(names[-1], ("tests",), root)) - set(own))
        return
    if names[0] == "clocks":
        rest = set(_files(home, root)) - set(own)
        yield _quick(sorted(rest - _late(rest, names)))
        yield _slow(_late(rest, names))
        yield _slow(_files("tests/promises", root))
    else:
        home = "tests/domain/rulebook" if names[0] == "guidelines" else home
        yield _quick([file.relative_to(root).as_posix() for file in sorted((root / home).glob("test_*.py"))])
        every = {*_files("tests/domain", root), GOLDEN}
        yield _quick(sorted(every - _late(every, names)), "-k", "not tool and not given_later")
        yield _slow(_late(every, names))
        yield _slow(set(_named(names[-1], ("tests",), root)) - set(own))


def _of_projections(names: list[str], _: PurePosixPath, root: Path) -> Iterator[Stage]:
    """A model has rows of its own; lists and figures over them are tried where they are read."""
    words = names if names[0] != "engine" else names[1:]
    own = {file for word in words for file in _named(word, ("tests/projections",), root)}
    yield _slow(own - _late(own, words))
    every = set(_files("tests/projections", root)) - own
    yield _slow(every - _late(every, words))
    yield _slow(_late(every | own, words) - {"tests/projections/following/test_worker_process.py"})
    if names[0] == "kpi":
        yield _slow(_files("tests/reports", root))
    elsewhere = {file for word in words for file in _named(word, ("tests/api", "tests/reports"), root)}
    yield _slow(elsewhere)


def _of_event_store(names: list[str], path: PurePosixPath, root: Path) -> Iterator[Stage]:
    own = {file for word in names for file in _named(word, ("tests/eventstore",), root)}
    yield _slow(own)
    every = set(_files("tests/eventstore", root)) - own
    yield _slow(every - _late(every, names))
    yield _slow(_late(every, names))
    yield _slow(set(_named(path.stem, ("tests",), root)) - own)


def _late(files: set[str], words: list[str]) -> set[str]:
    """Return the slow files, unless the module bears their name."""
    return {file for file in files for late in LAST if late in file and late not in words}


def _named(word: str, folders: tuple[str, ...], root: Path) -> list[str]:
    """Return the files of tests that bear a theme's name, in the singular or the plural, nearest first."""
    singular = word.removesuffix("ies") + "y" if word.endswith("ies") else word.removesuffix("s")
    names = {word, singular}
    found = [file for folder in folders for file in _files(folder, root)]
    return list(
        dict.fromkeys(file for file in found if any(name in PurePosixPath(file).stem for name in names))
    )


def _files(folder: str, root: Path) -> list[str]:
    return [file.relative_to(root).as_posix() for file in sorted((root / folder).rglob("test_*.py"))]


def _classes_of_theme(path: PurePosixPath, root: Path) -> list[str]:
    """Return the classes of a theme's two files: the examples and the golden files bear their names."""
    files = [root / path.parent.parent / room / path.name for room in ("record", "decisions")]
    trees = [ast.parse(file.read_bytes()) for file in files if file.exists()]
    return [node.name for tree in trees for node in tree.body if isinstance(node, ast.ClassDef)]


def _quick(files: Iterable[str], *more: str) -> Stage:
    return Stage(arguments=(*files, *more) if files else (), limit_seconds=QUICK_SECONDS)


def _slow(files: Iterable[str]) -> Stage:
    return Stage(arguments=tuple(sorted(files)), limit_seconds=SLOW_SECONDS)
