"""Commands that show one case or account."""
