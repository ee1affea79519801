"""Readers of sources, a module for each kind of publisher or file: bytes in, statements out.

Nouns: document, origin, listing, item, page, transcript, appearance.
It is pure: it fetches nothing, and knows nothing of the index, of a quote or of chats. What cannot be read is a
ReadError, never an empty page.
Read `document`, `catalogue` (the sources that come with the program) and `registry` (the reader of each format); then
`feed`, `page` and `transcript`, and `statements`, where a page becomes statements.
"""
