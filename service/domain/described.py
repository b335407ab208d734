"""Models whose fields are described: by a docstring below, else by what a field of that name always means."""

import ast
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

MEANINGS = {
    "account_code": "Customer number in other systems; null if not known.",
    "account_id": "Id of the customer account.",
    "action_id": "Id of the improvement action.",
    "audience": "Who can see the file; with `public`, also the customer.",
    "calendar_id": "Id of the calendar whose time counts.",
    "case_id": "Id of the case.",
    "channel": "Contact channel.",
    "collaboration_id": "Id of the collaboration.",
    "commitment_id": "Id of the commitment.",
    "dispatch_id": "Id of the dispatch.",
    "due_at": "Due time (UTC).",
    "exception_id": "Id of the exception.",
    "guideline": "Kind of guideline.",
    "industry": "Line of business of the customer.",
    "limit": "Maximum number of rows.",
    "note": "Note in free text.",
    "other_case_id": "Id of the other case.",
    "outcome": "Outcome in free text.",
    "phase": "Phase of the sale.",
    "question_id": "Id of the question.",
    "reason": "Reason given by the member of staff.",
    "received_at": "Time of receipt (UTC).",
    "remedy_id": "Id of the remedy.",
    "remedy_type": "Kind of remedy in the catalogue.",
    "revisit_id": "Id of the revisit.",
    "stream_id": "Id of the case or account.",
    "subject": "Subject of the case in one line.",
    "survey_id": "Id of the survey.",
    "type": "Name of the event, and version of its form.",
    "verbatim": "Comment of the customer in free text.",
}
"""What a field means wherever it has no docstring of its own."""


class Described(BaseModel):
    """A frozen model with a description of every field.

    Descriptions are read when somebody asks for them (decision 0058): no start of a program waits for them.
    """

    model_config = ConfigDict(frozen=True)

    meant_as_in: ClassVar[tuple[type["Described"], ...]] = ()
    """Models whose fields mean the same under the same name where no docstring says it; the last wins."""

    @classmethod
    def made_of(cls, source: object, **more: Any) -> Self:
        """Return the model with `more`, and what the source says under the names of the other fields."""
        names = (name for name in cls.model_fields if name not in more and hasattr(source, name))
        return cls(**{name: getattr(source, name) for name in names}, **more)

    @classmethod
    def take_meanings(cls, other: type["Described"]) -> None:
        """Have each field that has no docstring mean what the field of its name means in another model."""
        cls.meant_as_in = (*cls.__dict__.get("meant_as_in", ()), other)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema with all descriptions: pydantic itself knows none of them."""
        schema = handler(core_schema)
        properties = handler.resolve_ref_schema(schema).get("properties", {})
        for name, meaning in descriptions_of(cls).items():
            if name in properties:
                properties[name].setdefault("description", meaning)
        return schema


def describe_fields() -> None:
    """Write what fields mean into the fields of all models, for libraries that look for it there."""
    for model in _models(Described):
        for name, meaning in descriptions_of(model).items():
            model.model_fields[name].description = meaning


def descriptions_of(model: type[BaseModel]) -> dict[str, str]:
    """Return what the fields of a model mean, by name; one of which nothing is said is not in it."""
    found = ((name, _description(model, name)) for name in model.model_fields)
    return {name: meaning for name, meaning in found if meaning}


def _description(model: type[BaseModel], name: str) -> str | None:
    written = model.model_fields[name].description or _docstring(model, name)
    return written or _meant_elsewhere(model, name)


def _docstring(model: type[BaseModel], name: str) -> str | None:
    """Return the docstring of a field where the model, or the nearest that it inherits from, declares it."""
    declaring = (each for each in model.__mro__ if name in inspect.get_annotations(each))
    found = next(declaring, None)
    return None if found is None else docstrings_of(found.__module__).get((found.__qualname__, name))


def _meant_elsewhere(model: type[BaseModel], name: str) -> str | None:
    for other in reversed(model.__dict__.get("meant_as_in", ())):
        if name in other.model_fields and (meaning := _description(other, name)):
            return str(meaning)
    if name in MEANINGS:
        return MEANINGS[name]
    parents = (
        each for each in model.__mro__[1:] if issubclass(each, Described) and name in each.model_fields
    )
    nearest = next(parents, None)
    return None if nearest is None else _meant_elsewhere(nearest, name)


def _models(model: type[Described]) -> Iterator[type[Described]]:
    yield model
    for each in model.__subclasses__():
        yield from _models(each)


@cache
def docstrings_of(module: str) -> dict[tuple[str, str], str]:
    """Return the docstring of each field that has one, by the qualified name of its class and its own.

    The module is read once for all its classes. Raises `OSError` where its source cannot be read.
    """
    source = inspect.getsource(sys.modules[module])
    return dict(_within(ast.parse(source), ""))


def _within(node: ast.AST, path: str) -> Iterator[tuple[tuple[str, str], str]]:
    for each in ast.iter_child_nodes(node):
        if isinstance(each, ast.ClassDef):
            yield from (((path + each.name, name), text) for name, text in _fields(each))
            yield from _within(each, f"{path}{each.name}.")
        elif isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _within(each, f"{path}{each.name}.<locals>.")


def _fields(declared: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in zip(declared.body, declared.body[1:], strict=False):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                yield name, inspect.cleandoc(text)
