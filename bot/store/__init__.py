"""What is remembered, in a database."""
