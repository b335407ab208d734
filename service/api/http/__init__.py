"""HTTP without any resource: the guard, problems, commands, lists, descriptions of routes."""
