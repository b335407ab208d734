"""The one way onto the record: appends, gathered into statements."""
