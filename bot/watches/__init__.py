"""Watches: the answers that a change of the record concerns, and the notification of their threads.

Nouns: watch, notice.
It finds the answers and verifies them again; what a notice says is worded in `handlers.replies`.
Read `watching` (which answers), then `notifier` (the notices).
"""
