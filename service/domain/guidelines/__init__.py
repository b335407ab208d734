"""Guidelines (规范): versioned data that people work by, such as which departments there are.

A kind of guideline is declared once, as a class here; command, fact, route, file and reading follow from it.
"""

from typing import Annotated

from pydantic import Field

from service.domain.guidelines.departments import DepartmentDirectory
from service.domain.guidelines.usual_times import UsualTimes

__all__ = ["AnyGuideline", "DepartmentDirectory", "UsualTimes"]

AnyGuideline = Annotated[DepartmentDirectory | UsualTimes, Field(discriminator="guideline")]
"""Every kind, told apart by `guideline`."""
