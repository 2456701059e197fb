"""Versions of the amounts: drafted, proposed, answered to, adopted; and the difference between any two moments."""
