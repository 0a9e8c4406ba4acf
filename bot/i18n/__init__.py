"""The bot's own words, one catalogue per language, and how a language writes times and lists."""
