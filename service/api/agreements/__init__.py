"""Agreements over HTTP: what they oblige us to, and how far it is done."""
