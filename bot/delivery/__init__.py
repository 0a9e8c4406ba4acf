"""How messages leave: claimed, sent once, recorded."""
