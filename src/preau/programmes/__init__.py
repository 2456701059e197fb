"""What is done: the programme of a cité for a year, its themes and its actions."""
