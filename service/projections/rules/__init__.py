"""What the rules on the record name: promises, departments, people, days."""
