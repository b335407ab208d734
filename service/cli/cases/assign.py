"""`casebook assign`: a case goes to the least loaded of those who have the skills."""

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from service.cli.cases.acting import act, submission
from service.domain.case.record.assignment import OwnerChoice
from service.settings import Settings

if TYPE_CHECKING:
    from rich.table import Table

    from service.actions.action import ActionContext
    from service.main import Database


def assign(
    case: Annotated[str, typer.Argument(help="The id of the case, or its reference such as CB-000042.")],
    skill: Annotated[
        list[str] | None,
        typer.Option(help="What the person must be able to do; else what the staff guideline says."),
    ] = None,
    team: Annotated[str | None, typer.Option(help="Only people of this team.")] = None,
    level: Annotated[str, typer.Option(help="Only people on this rung.")] = "specialist",
    reason: Annotated[str | None, typer.Option(help="Why, beside what was counted.")] = None,
    *,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the candidates and who would be chosen, record nothing.")
    ] = False,
) -> None:
    from service.actions.assignment import AssignByLoad, assign_by_load, suggest_owner

    async def action(context: "ActionContext", _: "Database", case_id: UUID) -> "OwnerChoice | None":
        wanted = AssignByLoad.model_validate(
            {"skills": tuple(skill) if skill else None, "team": team, "level": level, "reason": reason}
        )
        if dry_run:
            return (await suggest_owner(context, case_id, wanted)).choice
        assigned = await assign_by_load(context, case_id, wanted, submission())
        return None if assigned.answer.is_unchanged else assigned.choice

    settings = Settings()
    _show(act(settings, case, action), settings, case, is_dry_run=dry_run)


def _show(choice: "OwnerChoice | None", settings: Settings, case: str, *, is_dry_run: bool) -> None:
    from service.actions.assignment import choice_words
    from service.cli.terminal.output import out, say

    if choice is None:
        say("assign.unchanged", settings.language, case=case)
        return
    if is_dry_run:
        out.print(_candidates(choice, settings))
    key = "assign.would_do" if is_dry_run else "assign.done"
    words = getattr(choice_words(choice), settings.language)
    say(key, settings.language, case=case, words=words)


def _candidates(choice: "OwnerChoice", settings: Settings) -> "Table":
    from rich import box
    from rich.table import Table

    from service.language import text

    names = ("staff_id", "open_cases", "capacity")
    headings = (text(f"cli.assign.{name}", settings.language) for name in names)
    table = Table(*headings, box=box.SIMPLE_HEAD, pad_edge=False)
    for one in choice.candidates:
        table.add_row(one.staff_id, str(one.open_cases), str(one.capacity))
    return table
