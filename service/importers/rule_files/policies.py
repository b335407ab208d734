"""Policies as files that people edit: YAML with the fields of `Policy`, and three more.

`effective_at` is from when on the version holds. `sources` says where each promise comes from, by the name of
its rule. `templates` is not read: it holds what several rules take over by YAML's own `<<: *name`.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from service.domain.event import Instant
from service.domain.rulebook.decisions import PublishPolicy
from service.importers.rule_files.yaml_document import YamlDocument, read_file

BESIDE_THE_POLICY = ("effective_at", "sources", "templates")


class _Beside(BaseModel):
    """What the file holds besides the policy."""

    model_config = ConfigDict(extra="forbid")

    effective_at: Instant | None = None
    sources: dict[str, tuple[Annotated[str, Field(coerce_numbers_to_str=True)], ...]] = Field(
        default_factory=dict
    )


@dataclass(frozen=True, kw_only=True)
class PolicyFile:
    """A policy as its file says it; `sources` are the grounds of a promise, by the name of its rule."""

    command: PublishPolicy
    sources: dict[str, tuple[str, ...]]


def read_policy(path: Path, *, effective_at: datetime | None = None) -> PolicyFile:
    """Return the policy of a file; `effective_at` stands instead of what the file says.

    Raises an ImportFailedError that names the file, the line and the field.
    """
    return policy_of(read_file(path), effective_at=effective_at)


def policy_of(document: YamlDocument, *, effective_at: datetime | None = None) -> PolicyFile:
    """Return the policy of what was read. Raises FieldsWrongError."""
    content = document.content
    extras = document.checked(
        _Beside, {name: content[name] for name in BESIDE_THE_POLICY[:2] if name in content}
    )
    policy = {name: value for name, value in content.items() if name not in BESIDE_THE_POLICY}
    command = document.checked(
        PublishPolicy,
        {"policy": policy, "effective_at": effective_at or extras.effective_at},
        within=("policy",),
    )
    known = {rule.rule for rule in command.policy.rules}
    unknown = [rule for rule in extras.sources if rule not in known]
    if unknown:
        raise document.wrong((("sources", rule), {"type": "rule_unknown"}) for rule in unknown)
    return PolicyFile(command=command, sources=extras.sources)
