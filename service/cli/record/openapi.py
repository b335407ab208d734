"""`casebook openapi`."""

import json

import typer

from service.api.openapi import openapi_document


def openapi() -> None:
    typer.echo(json.dumps(openapi_document(), ensure_ascii=False, indent=2))
