"""Complaints, one row each, with their archive and mass complaints."""
