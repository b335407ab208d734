"""Needs of all accounts, who asks for them, and opportunities: lists, and moving a need on for all."""
