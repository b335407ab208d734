"""What accounts have of us in service, which cases concern it, and how often it fails."""
