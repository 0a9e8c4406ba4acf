"""Understands what is asked and finds who answers it."""
