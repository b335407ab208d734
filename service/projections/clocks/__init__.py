"""Promises of time, one row a clock, and the queues read from them."""
