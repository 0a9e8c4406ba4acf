"""Readers of programs, one file per format."""
