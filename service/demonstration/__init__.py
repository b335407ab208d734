"""A believable half year of key-account service, made from a seed and told through real commands."""
