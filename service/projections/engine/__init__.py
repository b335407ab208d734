"""The engine that keeps read models up with the record. It knows no table: models are its arguments."""
