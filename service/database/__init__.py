"""PostgreSQL: the embedded server, engines, migrations and the read-only role of BI tools."""
