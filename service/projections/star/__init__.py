"""The star of the mart: dimensions, and facts over rows that read models of other themes keep."""
