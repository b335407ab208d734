"""What is followed step by step: a repaired fault, the stages of a plan."""
