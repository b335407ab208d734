"""`casebook access-log`."""

from datetime import datetime
from typing import Annotated, Any

import orjson
import typer

from service.cli.terminal.instants import instant
from service.cli.terminal.output import print_json
from service.main.access_log import written_lines
from service.settings import Settings


def access_log(
    *,
    since: Annotated[str | None, typer.Option(help="From this day or time on.")] = None,
    until: Annotated[str | None, typer.Option(help="Before this day or time.")] = None,
    key: Annotated[str | None, typer.Option(help="Id of the key, as `key list` shows it.")] = None,
    staff: Annotated[str | None, typer.Option(help="Staff id for whom the key spoke.")] = None,
    about: Annotated[
        str | None, typer.Option(help="Id in the path: of a case, an account, a reference.")
    ] = None,
) -> None:
    """Lines that were dropped are counted in lines of their own, which are always shown."""
    first, last = instant("--since", since), instant("--until", until)
    for line in written_lines(Settings().data_folder):
        at = datetime.fromisoformat(line["at"])
        if (first and at < first) or (last and at >= last):
            continue
        if "dropped" in line or _is_asked_for(line, {"key_id": key, "staff_id": staff}, about):
            print_json(orjson.dumps(line).decode())


def _is_asked_for(line: dict[str, Any], wanted: dict[str, str | None], about: str | None) -> bool:
    if about is not None and about.lower() not in {each.lower() for each in (line["ids"] or {}).values()}:
        return False
    return all(value is None or line[name] == value for name, value in wanted.items())
