"""From what was typed to what is meant: words, names and times, then intent, in terms of the program."""
