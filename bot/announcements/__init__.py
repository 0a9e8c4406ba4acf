"""What organizers tell many people at once."""
