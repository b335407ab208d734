"""What is handed over with an account (客户交接, REQUIREMENTS 78)."""

from typing import Literal, Self

from pydantic import model_validator

from service.domain.clocks.policy import Data, Slug, Title
from service.domain.guidelines.guideline import Guideline
from service.domain.invalid import invalid


class HandoverTopic(Data):
    """What the giver of an account tells the taker about."""

    topic: Slug
    """Name of the topic."""
    title: Title
    """Topic in words."""


class AccountHandover(Guideline):
    """Topics that a handover of an account covers, so that nobody asks the customer twice."""

    guideline: Literal["account_handover"] = "account_handover"
    topics: tuple[HandoverTopic, ...] = ()
    """Topics, in order."""

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        names = [str(one.topic) for one in self.topics]
        for name in names:
            if names.count(name) > 1:
                raise invalid("named_twice", field="topics", named=name)
        return self
