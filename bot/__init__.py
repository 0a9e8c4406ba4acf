"""Talks to people: Slack, Telegram and the terminal."""
