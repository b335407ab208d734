"""The database schemas, each declared once."""

EVENT_STORE = "es"
PROJECTIONS = "proj"
ACCESS = "access"
MART = "mart"
FILES = "files"
JOBS = "jobs"

AS_OF = ("as_of_1", "as_of_2", "as_of_3")
"""Rows as they were at earlier positions: each schema holds those of one, and makes room for another."""

SCHEMAS = frozenset({EVENT_STORE, PROJECTIONS, ACCESS, MART, FILES, JOBS})
"""Schemas that the migrations own. Alembic's own version table stands in VERSION_TABLE_SCHEMA."""

VERSION_TABLE_SCHEMA = "public"
