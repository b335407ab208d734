"""For every command one example in which it is carried out: gathered from the files of the themes."""

from service.domain.command import Command
from tests.domain.example import Example
from tests.domain.themes_by_example import gathered

GOOD_WAYS: dict[type[Command], Example] = {type(way.command): way for way in gathered("WAYS")}
CREATING: frozenset[type[Command]] = frozenset(gathered("CREATING"))
"""What brings a stream into being is refused the second time: the id is taken."""
REPEATABLE: frozenset[type[Command]] = frozenset(gathered("REPEATABLE"))
"""What can truly happen twice in one moment; a retry is known by its command id, not by its content."""
