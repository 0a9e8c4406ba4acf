"""Readers of speeches and pages, one file per format."""
