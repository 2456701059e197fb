"""The verbs of members: one function each, in one transaction, told in the journal of the cité."""
