"""The sessions that a question is after: chosen by its terms, by its words, by its meaning."""
