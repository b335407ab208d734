"""`casebook export`: the record for other programs."""
