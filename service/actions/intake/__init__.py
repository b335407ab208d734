"""Customers' own systems report for their account alone, and see its cases alone."""
