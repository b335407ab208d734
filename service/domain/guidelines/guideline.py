"""What all guidelines have in common."""

from pydantic import Field

from service.domain.clocks.policy import Data


class Guideline(Data):
    """A version of a guideline. A subclass names its kind: `guideline: Literal["..."]`, its default too."""

    guideline: str
    """The kind."""
    version: int = Field(ge=1)
    """1, 2, 3 and so on; a change is another version."""
