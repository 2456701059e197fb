"""The pages of revisions."""
