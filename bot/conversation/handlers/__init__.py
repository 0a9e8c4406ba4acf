"""One file per thing that people ask for."""
