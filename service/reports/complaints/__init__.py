"""Complaints of a period: rates, causes and remedies."""
