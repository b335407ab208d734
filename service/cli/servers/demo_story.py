"""`casebook demo --story`: one scripted case over HTTP, printed as a story."""

from collections.abc import Callable

import httpx
from fastapi import FastAPI

from service import main
from service.api.http.keys import Role
from service.cli.cases.story import story_table
from service.cli.terminal.output import out, say
from service.demonstration.friday import friday_before, tell_friday
from service.demonstration.teller import Teller
from service.domain.clocks.commands import ObserveClocks
from service.eventstore.folding import decode_rows
from service.eventstore.request import Request
from service.language import Language
from service.main import Database, server
from service.reports.story.document import Story, story
from service.settings import Settings

ADDRESS = "http://casebook"
ACTOR = "demo"


def tell_story(settings: Settings, database: Database, new_key_of: Callable[[Role], str]) -> None:
    """Tell it, once for each start of the story, and print what the record then says."""
    key = new_key_of(Role.INTEGRATION)  # an agent may not tell of so long ago
    # No watch looks in between: what happened days ago is told in a minute, and must not fall due meanwhile.
    unwatched = settings.model_copy(update={"watch": False})
    document = main.run(_document(unwatched, database, key))
    out.print(story_table(document))
    say("demo.story_case", settings.language, case=document.stream_id)


async def _document(settings: Settings, database: Database, key: str) -> Story:
    async with server.application(settings, database) as app:
        return await _over_http(app, key, settings.language)


async def _over_http(app: FastAPI, key: str, language: Language) -> Story:
    application = app.state.services.application
    now = main.now()
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url=ADDRESS, headers=headers
    ) as client:
        teller = await tell_friday(Teller(client, friday_before(now), language))
    case_id = teller.case_id
    # What fell due meanwhile is noted at once, not when the watch comes round to it.
    await application.execute(
        Request(stream_id=case_id, commands=(ObserveClocks(),), command_id=main.new_id(), actor=ACTOR)
    )
    events = decode_rows(await application.log.stream(case_id))
    return story(
        case_id,
        events,
        await application.rulebook(),
        language,
        says_how_late=False,
        zone=Settings().business_zone,
    )
