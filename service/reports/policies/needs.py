"""What must stand on the record of a case before it goes on, by kind and by class, for the docs."""

from collections.abc import Iterator

from service.domain.guidelines.handling import HandlingStandard, NeedRule, decisive
from service.domain.vocabulary import CaseKind, Channel, ResponseClass
from service.language import Language, text

_STEPS = ("before_plan", "before_collaboration", "before_asking", "before_resolution", "before_close")


def needs_markdown(standard: HandlingStandard, language: Language) -> str:
    """Return kinds, classes and what each needs, then the channels, as a part of a Markdown page."""

    def heading(name: str) -> str:
        return text(f"policy.needs.{name}", language)

    parts = [f"## {heading('page_title')}\n\n{heading('page_intro')}\n"]
    for of, words in (("kind", CaseKind), ("response_class", ResponseClass)):
        head = [heading(of), *(heading(step) for step in _STEPS)]
        rows = [_row(standard, of, word, language) for word in words]
        lines = [f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *rows)]
        parts.append("\n".join(lines) + "\n")
    channels = ", ".join(f"`{each}` ({text(f'word.channel.{each}', language)})" for each in Channel)
    parts.append(f"{heading('channels')} {channels}\n")
    return "\n".join(parts)


def _row(
    standard: HandlingStandard, of: str, word: CaseKind | ResponseClass, language: Language
) -> list[str]:
    kind = word if isinstance(word, CaseKind) else None
    response_class = None if isinstance(word, CaseKind) else word
    cells = []
    for step in _STEPS:
        rules = decisive(getattr(standard, step), response_class, kind)
        cells.append("; ".join(_needs(rules, language)) or "-")
    return [f"`{word}` ({text(f'word.{of}.{word}', language)})", *cells]


def _needs(rules: tuple[NeedRule, ...], language: Language) -> Iterator[str]:
    for rule in rules:
        if rule.if_missing != "allow":
            need = text(f"word.need.{rule.need}", language)
            yield text(f"policy.needs.{rule.if_missing}", language, need=need)
