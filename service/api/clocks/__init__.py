"""Promises of time: the queue, the clocks of a case or account, why each shows what it shows, what-if."""
