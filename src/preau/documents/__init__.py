"""Papers that were issued: numbered, kept with their bytes and their SHA-256, never overwritten."""
