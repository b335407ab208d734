"""Swagger UI from the package's own files: it works without any other host. All of it is prepared bytes."""

import json
from functools import cache
from pathlib import Path

from fastapi import FastAPI, Request, Response

from service.api.http.docs.prepared import Prepared, PreparedOnce, prepared
from service.api.http.problems.error import ProblemError

ASSETS = {
    file.name: file
    for file in (Path(__file__).parent / "static" / "swagger-ui").iterdir()
    if file.suffix in {".css", ".js", ".png"}
}
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".png": "image/png"}

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Casebook API</title>
<link rel="icon" type="image/png" href="/static/swagger-ui/favicon-32x32.png">
<link rel="stylesheet" href="/static/swagger-ui/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/static/swagger-ui/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

START = """SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  validatorUrl: null,
});
"""
_PAGE = prepared(PAGE.encode(), "text/html")
_START = prepared(START.encode(), "text/javascript")


async def get_docs(request: Request) -> Response:
    """Show the documentation."""
    return _PAGE.answer(request)


async def get_start_script(request: Request) -> Response:
    """Start Swagger UI; a file of its own because the page's policy forbids scripts inside it."""
    return _START.answer(request)


async def get_openapi_document(request: Request) -> Response:
    """Give the description of all routes."""
    document: PreparedOnce = request.app.state.openapi_document
    return await document.answer(request)


async def get_asset(request: Request, name: str) -> Response:
    """Give one of the vendored files, and nothing else."""
    if name not in ASSETS:
        raise ProblemError("route_not_found")
    return await _asset(name).answer(request)


@cache
def _asset(name: str) -> PreparedOnce:
    file = ASSETS[name]
    return PreparedOnce(lambda: prepared(file.read_bytes(), MEDIA_TYPES[file.suffix]))


def described(app: FastAPI) -> Prepared:
    """Return the description of all routes as it is sent. It takes seconds."""
    document = json.dumps(app.openapi(), ensure_ascii=False, separators=(",", ":"))
    return prepared(document.encode(), "application/json")


def add_docs_page(app: FastAPI) -> None:
    """Add the page and what it loads."""
    app.add_api_route("/openapi.json", get_openapi_document, include_in_schema=False)
    app.add_api_route("/docs", get_docs, include_in_schema=False)
    app.add_api_route("/docs/start.js", get_start_script, include_in_schema=False)
    app.add_api_route("/static/swagger-ui/{name}", get_asset, include_in_schema=False)
