"""The record for other programs, over HTTP, with its OpenAPI document.

Nouns: question, answer, problem, key.
A problem is never an answer: an outage has a status of its own. It knows nothing of Redis or of any chat.
Read `schema`, then `endpoints`.
"""
