"""What happens on a case or account does to its promises, judged by business time."""
