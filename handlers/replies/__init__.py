"""Replies: a verdict in words, once for all chats, before any markup.

Nouns: reply, note, excerpt, correction, preview.
It is pure: verdicts in, words out. It knows nothing of Slack, Teams, HTTP or Redis.
Read `reply`, `verdict_sentences`, `notes`, `excerpts`; then `truncate`, `corrections`, `recall`.
"""
