"""The KPIs: one class = one KPI, from which SQL, report, API and documentation follow."""
