"""Microsoft Teams: activities in, Adaptive Cards out.

Nouns: activity, conversation, member, card, invoke.
It translates and draws, as `slack` does, in files of the same names. It knows nothing of Redis, and only `connector`
imports Microsoft's SDK, when Teams is configured.
Read `endpoints`, `auth`, `activities`, `message_text`, `responder`, `cards`, `delivery`; then `actions` and `dialogs`,
`connector`, `webhook`, `app_package`.
"""
