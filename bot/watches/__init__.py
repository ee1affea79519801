"""Watches: the answers that a change of the record concerns, and the notification of their threads.

Read `watching` (which), then `notifier` (telling).
"""
