"""The verbs of revisions: drafted, proposed, answered to, decided, undone. Each is one transaction."""
