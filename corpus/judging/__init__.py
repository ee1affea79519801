"""Judging: a quote and passages in, a verdict out.

Nouns: alignment, change, splice, rendering, evidence, rating, flag.
It is pure: the same input gives the same verdict. It may not know of Redis, the network or any chat.
Read `alignment`, `changes`, `judge`; then `splice`, `paraphrase`, `context`, `renderings`.
"""
