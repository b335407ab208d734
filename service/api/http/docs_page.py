"""Swagger UI from the package's own files: it works without any other host."""

from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, JSONResponse

from service.api.http.problems.error import ProblemError

ASSETS = {
    file.name: file
    for file in (Path(__file__).parent / "static" / "swagger-ui").iterdir()
    if file.suffix in {".css", ".js", ".png"}
}

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


async def get_docs() -> Response:
    """Show the documentation."""
    return Response(PAGE, media_type="text/html")


async def get_start_script() -> Response:
    """Start Swagger UI; a file of its own because the page's policy forbids scripts inside it."""
    return Response(START, media_type="text/javascript")


async def get_openapi_document(request: Request) -> Response:
    """Give the description of all routes."""
    return JSONResponse(request.app.openapi())


async def get_asset(name: str) -> Response:
    """Give one of the vendored files, and nothing else."""
    if name not in ASSETS:
        raise ProblemError("route_not_found")
    return FileResponse(ASSETS[name])


def add_docs_page(app: FastAPI) -> None:
    """Add the page and what it loads."""
    app.add_api_route("/openapi.json", get_openapi_document, include_in_schema=False)
    app.add_api_route("/docs", get_docs, include_in_schema=False)
    app.add_api_route("/docs/start.js", get_start_script, include_in_schema=False)
    app.add_api_route("/static/swagger-ui/{name}", get_asset, include_in_schema=False)
