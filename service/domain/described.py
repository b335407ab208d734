"""Descriptions in the JSON schema for properties that many models declare in the same way."""

from pydantic import GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema


def describe_property(
    handler: GetJsonSchemaHandler, core_schema: CoreSchema, name: str, description: str
) -> JsonSchemaValue:
    """Return the schema of a model; the named property, if it has one, gets the description."""
    schema = handler(core_schema)
    properties = handler.resolve_ref_schema(schema).get("properties", {})
    if name in properties:
        properties[name].setdefault("description", description)
    return schema
