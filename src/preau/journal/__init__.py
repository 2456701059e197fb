"""Who did what to what, and when. Lines are added, never changed."""
