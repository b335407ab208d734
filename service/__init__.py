"""Casebook: the system of record for key-account customer service."""
