"""Answers that live on: which answers a change of the record concerns, and telling their threads.

Read `watching` (which), then `notifier` (telling).
"""
