"""What is to come for an account: its months of care, and of what people are reminded."""
