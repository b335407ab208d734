"""How a value is called invalid: a name under which the catalogue says it in both languages."""

from pydantic_core import PydanticCustomError


def invalid(name: str, *, field: str | None = None, **values: object) -> PydanticCustomError:
    """Return the error to raise in a validator.

    `name` is the text's key under `problem.field`; `field` names the field where the rule spans several.
    """
    context = {key: str(value) for key, value in values.items()} | ({"field": field} if field else {})
    return PydanticCustomError(name, "{name}", {"name": name.replace("_", " "), **context})
