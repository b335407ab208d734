"""What documents and query parameters have in common."""

from service.domain.described import Described


class Document(Described):
    """A document of the API that is shown."""


class Parameters(Described, extra="forbid"):
    """Query parameters or fields of a request; an undeclared name is refused."""
