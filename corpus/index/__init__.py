"""The inverted index, written and kept.

Nouns: feature, posting list, page, entry, batch, journal, retention.
It stores statements so that they can be found and keeps what is stored sound. It does not search and does not judge.
Read `features`, `codec` (byte by byte), `batches`, `journal`, `writer`; then `repair`, `retention`, `compaction`.
"""
