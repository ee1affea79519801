"""Search: a quote in, candidate passages out.

Nouns: posting, score, hit, candidate.
It reads the index and orders what it finds. It does not decide whether a candidate supports the quote.
Read `scoring`, `reranking`, `similarity`.
"""
