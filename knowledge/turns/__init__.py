"""Who speaks where in a text: labels of turns, chairs' introductions, quotations."""
