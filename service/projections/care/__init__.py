"""How accounts are looked after: what they were at each time, contacts of our own accord, agreements."""
