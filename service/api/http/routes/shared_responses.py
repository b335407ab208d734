"""Responses that many operations give, described once."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

LEAST_USES = 3
_SLUG = re.compile(r"^`(\w+)`:", re.MULTILINE)


def share_responses(document: dict[str, Any]) -> None:
    """Move responses that LEAST_USES operations or more give to the components; in place."""
    uses = Counter(_written(responses[status]) for responses, status in _responses(document))
    shared: dict[str, Any] = {}
    for responses, status in _responses(document):
        response = responses[status]
        if uses[_written(response)] >= LEAST_USES:
            name = _name(status, response)
            shared[name] = response
            responses[status] = {"$ref": f"#/components/responses/{name}"}
    document["components"] = {"responses": dict(sorted(shared.items())), **document.get("components", {})}


def _responses(document: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str]]:
    for operations in document["paths"].values():
        for operation in operations.values():
            for status in operation["responses"]:
                yield operation["responses"], status


def _written(response: dict[str, Any]) -> str:
    return json.dumps(response, sort_keys=True)


def _name(status: str, response: dict[str, Any]) -> str:
    """Return a name that says what it is: its problems, or what it answers with."""
    said = "_or_".join(_SLUG.findall(response["description"]))
    if not said:
        ((_, content),) = response["content"].items()
        said = content["schema"]["$ref"].rpartition("/")[2]
    return f"{said}_{status}"
