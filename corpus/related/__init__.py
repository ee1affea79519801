"""Additions to an answer: statements on the subject, announced events, fact checks.

Nouns: subject, event, review.
Nothing here has a say in a rating.
Read `statements`, `events`, `event_store`, `fact_checks`.
"""
