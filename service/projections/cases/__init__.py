"""Cases, one row each: where they stand, how they came there, and the lists read from them."""
