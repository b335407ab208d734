"""What may be asked of an account, by theme: commands, the rules that they obey, the events that follow."""
