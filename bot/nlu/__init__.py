"""What is understood in a message: pure, without store, search or platform."""
