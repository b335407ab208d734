"""The way in for customers' own systems: they report for their account alone, and see its cases alone."""
