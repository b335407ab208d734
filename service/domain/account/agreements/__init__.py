"""How what is agreed with an account is judged: consent, disputes, changed obligations."""
