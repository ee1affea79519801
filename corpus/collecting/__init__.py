"""Collecting: fetch, read, index, and note what was covered.

Nouns: visit, appearance, coverage, recorder.
It joins sources, web, storage and index. It does not search and does not judge.
Read `collector`, `recorder`, `crawl_state`, `appearance_store`, `coverage`.
"""
