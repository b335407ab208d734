"""Which reads can be jobs: declared by their resources, with the parameters that they have anyway."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel, Field, create_model

from service.domain.described import Described


class JobBody(Described, extra="forbid"):
    """What all bodies of jobs have in common."""

    kind: str
    """Kind of the job."""


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A read that can be a job: its path, and the model of its query, or of its body where it is a POST."""

    name: str
    path: str
    parameters: type[BaseModel]
    in_path: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    """Parameters of the path: type and meaning."""
    is_post: bool = False
    must_be_allowed: Callable[[Request, Any], None] = lambda _, __: None
    """Raises what the read would where the caller needs more than the permission to read figures."""

    @cached_property
    def body(self) -> type[BaseModel]:
        """The body of the job: the parameters of the read, and the kind."""
        fields: dict[str, Any] = {
            name: (kind, Field(description=meaning)) for name, (kind, meaning) in self.in_path.items()
        }
        fields["kind"] = (Literal[self.name], Field(description="Kind of the job."))
        return create_model(
            f"{self.name.title().replace('_', '')}Job",
            __base__=(self.parameters, JobBody),
            __doc__=f"What `{'POST' if self.is_post else 'GET'} {self.path}` answers, as a job.",
            **fields,
        )

    def asked(self, body: BaseModel, position: int) -> dict[str, str]:
        """Return the read for which a job stands: method, path, query and body, as of a position."""
        told = body.model_dump(mode="json", exclude_unset=True)
        path = self.path.format(**{name: told.pop(name) for name in self.in_path})
        told = {name: value for name, value in told.items() if name not in {"kind", "min_position"}}
        told["as_of"] = position
        if self.is_post:
            whole = body.model_copy(update={"as_of": position})
            written = whole.model_dump_json(exclude_unset=True, exclude={"kind", "min_position"})
            return {"method": "POST", "path": path, "query": "", "body": written}
        query = {
            name: str(value).lower() if isinstance(value, bool) else value
            for name, value in told.items()
            if value is not None
        }
        return {"method": "GET", "path": path, "query": urlencode(query, doseq=True), "body": ""}
