"""Fetching: what may be called, how, and how much of an answer is read.

Nouns: address, request, document, limits.
The only package that goes out to the network. It knows nothing of the record or of what a document says.
Read `public_addresses`, `transport`, `fetcher`.
"""
