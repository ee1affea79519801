"""The record's server: connecting to the one that REDIS_URL names, or running the one that comes with the program.

Read `connect`, `embedded`, `supervisor`.
"""
