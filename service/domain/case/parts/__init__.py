"""What a case remembers, by theme; `Case` in `state` puts them together."""
