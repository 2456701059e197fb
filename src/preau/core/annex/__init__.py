"""The annex: the table of a programme of actions, read, checked, compared and laid out."""
