"""The other systems whose files can be imported."""
