"""Briefs: the long form of one answer, as Markdown, HTML, plain text and PDF.

Nouns: brief, section, event, attachment.
It words verdicts and is pure but for drawing; it knows nothing of any chat and of Redis.
Read `brief`, `events`, `render`, `pdf`.
"""
