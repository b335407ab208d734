"""Complaints: the archive and its search, and mass complaints."""
