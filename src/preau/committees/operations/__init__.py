"""The verbs of committees: one function each, in one transaction, told in the journal of the cité."""

from preau.committees.operations.beginnings import assent_rule, ensure_committees, ensure_seats, set_up

__all__ = ("assent_rule", "ensure_committees", "ensure_seats", "set_up")
