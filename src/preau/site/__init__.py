"""The pages that span the rooms: programme, action, findings, import."""
