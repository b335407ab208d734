"""What documents and query parameters have in common."""

from pydantic import BaseModel, ConfigDict


class Document(BaseModel):
    """Something that is shown."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Parameters(BaseModel):
    """What a request says beside its path; a name that is not declared is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
