"""Who decides together: the committees of a cité, their sittings, the seats that give an assent."""
