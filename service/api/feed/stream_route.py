"""How the stream of events is described."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Response

from service.api.http.access import Permission
from service.api.http.routes.documents import EVERYWHERE, guarded, of_slugs, problem_responses

LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "description": "The last position that was seen; browsers send it by themselves when they resume.",
    "schema": {"type": "string", "pattern": "^[0-9]{1,19}$"},
}


def add_stream_route(
    app: FastAPI, path: str, endpoint: Callable[..., Awaitable[Response]], permission: Permission
) -> None:
    """Add a guarded GET route that answers with Server-Sent Events."""
    meaning = (endpoint.__doc__ or "").strip()
    frames = {"description": "Events as they come.", "content": {"text/event-stream": {"schema": _FRAMES}}}
    app.add_api_route(
        path,
        endpoint,
        methods=["GET"],
        operation_id=endpoint.__name__,
        summary=meaning.splitlines()[0].rstrip("."),
        description=meaning,
        tags=["events"],
        response_model=None,
        response_class=Response,
        responses={
            **problem_responses(of_slugs(*EVERYWHERE, "malformed_header", "position_ahead")),
            200: frames,
        },
        openapi_extra={**guarded(permission), "parameters": [LAST_EVENT_ID]},
    )


_FRAMES = {"type": "string", "description": "`id`, `event` and `data` of each event; data is a FeedEvent."}
