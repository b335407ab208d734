"""Figures: KPIs, attribution, complaints, response times."""
