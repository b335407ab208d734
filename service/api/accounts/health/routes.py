"""All routes about how accounts do."""

from fastapi import FastAPI

from service.api.accounts.health.churn import add_churn_risks
from service.api.accounts.health.scores import add_health_scores
from service.api.accounts.health.silences import add_silences
from service.api.accounts.health.treatments import add_treatments
from service.api.accounts.health.usage import add_usage


def add_health_of_accounts(app: FastAPI) -> None:
    """Add the routes."""
    add_usage(app)
    add_silences(app)
    add_health_scores(app)
    add_churn_risks(app)
    add_treatments(app)
