"""The record's server: connecting to the one that REDIS_URL names, or running the one that comes with the program.

Nouns: server, supervisor, socket, folder.
It knows how to start and reach a server, and nothing of statements or of chats.
Read `connect`, `embedded`, `supervisor`.
"""
