"""Measured figures, as ratios within one run: `make bench`. Nothing here passes or fails; it prints what it saw."""
