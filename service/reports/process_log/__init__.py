"""The record as process mining reads it: OCEL 2.0 and XES, streamed, without personal data."""
