"""What is known about money over time: positions, rules of envelopes, funding plans, versions of amounts."""
