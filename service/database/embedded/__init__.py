"""The PostgreSQL that comes with the program: found, started, watched, stopped."""
