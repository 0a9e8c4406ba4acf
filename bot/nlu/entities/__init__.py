"""Finding in a question the people, places and titles that the program holds."""
