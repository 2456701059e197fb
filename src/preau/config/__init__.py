"""Settings, addresses, server and command line: where the rooms are put together."""
