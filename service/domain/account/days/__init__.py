"""Days and times of an account: regular days, visits on fixed days, when the customer was turned to."""
