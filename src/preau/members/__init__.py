"""Who takes part: invitations and the roles they lead to, the cités and accounts of an installation."""
