"""What a policy promises."""
