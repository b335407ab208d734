"""What is agreed with an account, from the first signing to renewals, disputes and consent."""
