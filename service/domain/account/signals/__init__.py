"""Signals: what the rules find out about an account."""
