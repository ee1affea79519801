"""Web pages: a local chat page to try the bot in, and a page for each answer.

Nouns: page, session, channel, post.
All text in a page is hostile and escaped; a page runs no script of others. It knows nothing of Redis.
Read `chat_page`, `input`, `sessions`, `answer_page`, `render`, then `templates/`.
"""
