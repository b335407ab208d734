"""The database schemas, each declared once."""

EVENT_STORE = "es"
PROJECTIONS = "proj"
ACCESS = "access"
MART = "mart"

SCHEMAS = frozenset({EVENT_STORE, PROJECTIONS, ACCESS, MART})
"""Schemas that the migrations own. Alembic's own version table stands in VERSION_TABLE_SCHEMA."""

VERSION_TABLE_SCHEMA = "public"
