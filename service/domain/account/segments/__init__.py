"""How accounts are sorted into segments."""
