"""What documents and query parameters have in common."""

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """A document of the API that is shown."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Parameters(BaseModel):
    """Query parameters or fields of a request; an undeclared name is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
