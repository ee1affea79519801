"""The record: what was said, and how to find it.

Read `records` (the nouns), `text` → `features` → `index` (finding), `alignment` → `changes` → `verdict`
(judging), then `verify`, which joins them: quote in, verdict out.
"""
