"""Préau runs the programme of actions of a French cité éducative."""

__version__ = "0.1.0"
