"""Stores of chat state in Redis: one store for each port of `handlers`.

Nouns: answer, delivery, question, preference, vote, installation, key.
Every key of a store is built beside it; each store raises IndexUnavailableError when it cannot look. No store knows what
a quote means, and none posts anything.
Read `answers`, `deliveries`, `queue`; then `recall`, `feedback`, `installations`.
"""
