"""The block model of a paper: what it says, before any format."""
