"""What accounts have of us in service: register, requests about it, how often it fails."""
