"""What all guidelines have in common."""

from pydantic import Field, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from service.domain.clocks.policy import Data
from service.domain.described import describe_property


class Guideline(Data):
    """A version of a guideline. A subclass names its kind: `guideline: Literal["..."]`, its default too."""

    guideline: str
    """Kind of guideline."""
    version: int = Field(ge=1)
    """Number of the version: 1, 2, 3 and so on. A change is another version."""

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the discriminator, which every kind declares anew."""
        return describe_property(handler, core_schema, "guideline", "Kind of guideline.")
