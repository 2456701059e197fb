"""Who: cités, users and organisations. The cité is the tenant of everything, so it stands below everything."""
