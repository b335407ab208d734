"""The database schemas, each declared once."""

EVENT_STORE = "es"
PROJECTIONS = "proj"
ACCESS = "access"
MART = "mart"
FILES = "files"

SCHEMAS = frozenset({EVENT_STORE, PROJECTIONS, ACCESS, MART, FILES})
"""Schemas that the migrations own. Alembic's own version table stands in VERSION_TABLE_SCHEMA."""

VERSION_TABLE_SCHEMA = "public"
