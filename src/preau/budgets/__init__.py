"""With what money: envelopes, and the movements that alone say how much is in them."""
