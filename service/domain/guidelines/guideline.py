"""What all guidelines have in common."""

from pydantic import Field

from service.domain.clocks.policy import Data


class Guideline(Data):
    """A version of a guideline. A subclass names its kind: `guideline: Literal["..."]`, its default too."""

    guideline: str
    version: int = Field(ge=1)
    """Number of the version: 1, 2, 3 and so on. A change is another version."""
