"""Files of rules, in YAML: read strictly, and what is wrong in them said with its line."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from service.importers.problems import FileUnreadableError, ImportFailedError
from service.language import Language, text
from service.language.field_message import field_message

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str | int, ...]

MOST_PROBLEMS = 20


class YamlMalformedError(ImportFailedError):
    """The file is not YAML, or holds no table of names and values."""

    slug = "yaml_malformed"


class NameRepeatedError(ImportFailedError):
    """A name stands twice in one table, so that it is not clear which one counts."""

    slug = "name_repeated"


@dataclass(frozen=True, kw_only=True)
class FieldProblem:
    """A field that is wrong: its line, its name and the error of pydantic."""

    line: int
    name: str
    error: dict[str, Any]


class FieldsWrongError(ImportFailedError):
    """Fields of the file are wrong or missing. `problems` holds them all, each with its line."""

    slug = "fields_wrong"

    def __init__(self, file: str, problems: Sequence[FieldProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(file=file)

    def message(self, language: Language) -> str:
        """Return all that is wrong, a line each."""
        messages = [
            text(
                "import.line.field_wrong",
                language,
                line=problem.line,
                field=problem.name,
                what=field_message(problem.error, language),
            )
            for problem in self.problems[:MOST_PROBLEMS]
        ]
        return "\n".join([text("import.failed.fields_wrong", language, **self.values), *messages])


@dataclass(frozen=True)
class YamlDocument:
    """A file that was read. Errors name it as `file`, and places in it by their line."""

    file: str
    content: dict[str, Any]
    _root: yaml.Node = field(repr=False)

    def checked(self, kind: type[Model], content: dict[str, Any], within: Place = ()) -> Model:
        """Return part of the content as a model. Raises FieldsWrongError.

        `within` is how the content is wrapped for the model: no part of the places in the file.
        """
        try:
            return kind.model_validate(content)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)
            raise self.wrong((_in_file(each["loc"], within), dict(each)) for each in found) from error

    def wrong(self, problems: Iterator[tuple[Place, dict[str, Any]]]) -> FieldsWrongError:
        """Return the error that tells these problems, each with its place."""
        found = []
        for place, error in problems:
            spanning = error.get("ctx", {}).get("field")
            whole = (*place, spanning) if spanning else place
            name = ".".join(map(str, whole)) or "-"
            found.append(FieldProblem(line=self._line(whole), name=name, error=error))
        return FieldsWrongError(self.file, found)

    def _line(self, place: Place) -> int:
        """Return the line of the deepest part of a place that is in the file."""
        mark, node = self._root.start_mark, self._root
        for part in place:
            below = _below(node, part)
            if below is None:
                break
            mark, node = below
        return int(mark.line) + 1


def read_file(path: Path) -> YamlDocument:
    """Return what a file holds. Raises FileUnreadableError, YamlMalformedError, NameRepeatedError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise FileUnreadableError(file=path.name, problem=error.strerror or error) from error
    return read(path.name, content)


def read(file: str, content: bytes) -> YamlDocument:
    """Return what YAML holds; `file` is how errors call it. Raises YamlMalformedError, NameRepeatedError."""
    try:
        loader = yaml.SafeLoader(content)
        root = loader.get_single_node()
        if root is not None:
            _refuse_repeated_names(file, root)
        # This also writes merged tables out in the nodes, so that their fields have lines.
        found = loader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise YamlMalformedError(file=file, line=line, problem=error.problem) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise YamlMalformedError(file=file, line=1, problem=" ".join(str(error).split())) from error
    if root is None or not isinstance(found, dict):
        raise YamlMalformedError(file=file, line=1, problem="no table of names and values")
    return YamlDocument(file, {str(name): value for name, value in found.items()}, root)


def _refuse_repeated_names(file: str, root: yaml.Node) -> None:
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, yaml.CollectionNode):
            continue
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            _refuse_repeated(file, node)
            waiting += [below for pair in node.value for below in pair]
        else:
            waiting += node.value


def _refuse_repeated(file: str, table: yaml.MappingNode) -> None:
    names: set[Hashable] = set()
    for key, _ in table.value:
        if isinstance(key, yaml.ScalarNode):
            if key.value in names:
                raise NameRepeatedError(file=file, line=key.start_mark.line + 1, name=key.value)
            names.add(key.value)


def _below(node: yaml.Node, part: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
    """Return where a part of a table or list begins, and what it holds."""
    if isinstance(node, yaml.MappingNode):
        # The last one counts: what is merged in stands before what the table says itself.
        found = [(key.start_mark, value) for key, value in node.value if key.value == str(part)]
        return found[-1] if found else None
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark, node.value[part]
    return None


def _in_file(place: Place, within: Place) -> Place:
    return place[len(within) :] if place[: len(within)] == within else place
