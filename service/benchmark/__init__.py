"""`casebook bench`: what the record costs, each figure against a reference measured in the same run."""
