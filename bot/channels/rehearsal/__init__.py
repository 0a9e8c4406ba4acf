"""A platform that only pretends, for rehearsals."""
