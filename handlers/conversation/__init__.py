"""The flow of one answer: text in, replies out, for every chat alike.

Nouns: question, answer, reply.
Nothing here knows which chat is asking, and nothing knows Redis: what it needs, it is handed.
Read `service`, then `responder`, then `unprompted`.
"""
