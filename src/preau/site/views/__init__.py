"""The pages that span the rooms: each fetches with its right, then renders."""
