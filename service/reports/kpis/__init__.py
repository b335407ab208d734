"""The figures of a period, one a KPI."""
