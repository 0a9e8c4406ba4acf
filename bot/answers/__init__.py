"""Answers from what was said: quotes, or an honest refusal."""
