"""Commands that work on the whole record: import, rebuild, keys, benchmarks."""
