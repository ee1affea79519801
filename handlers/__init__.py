"""The conversation: chat in, chat out.

Nouns: request, question, reply, action, brief, port.
It looks nothing up itself: what it needs of the record and of stores, it is handed. No module of it opens Redis.
Read `parsing.request` (text to quotes), `conversation.service` (the flow of one answer), `replies.reply` (a verdict in
words), `conversation.responder` (what every chat does with it); then one package for each chat: `slack`, `teams`, `web`,
and `api` for other programs.
"""
