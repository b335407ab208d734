"""How the rules of classifying are broken."""

from collections.abc import Callable
from dataclasses import replace

from service.domain.case.refused.classifying import CircumstanceUnknownError
from service.domain.case.rules import classifying
from service.domain.refusal import Refusal
from tests.domain.good_ways import GoodWay
from tests.rules import default_rulebook


def _told_what_no_guideline_names(way: GoodWay) -> GoodWay:
    unknown = way.command.model_copy(update={"circumstances": ("full_moon",)})
    return replace(way, command=unknown, rulebook=default_rulebook())


BREAKS: dict[tuple[Callable[..., None], type[Refusal]], Callable[[GoodWay], GoodWay]] = {
    (classifying.circumstances_must_be_named, CircumstanceUnknownError): _told_what_no_guideline_names,
}
