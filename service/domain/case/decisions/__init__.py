"""What may be asked of a case, by theme: commands, the rules that they obey, and the events that follow."""
