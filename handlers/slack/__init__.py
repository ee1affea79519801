"""Slack: events, commands and pressed buttons in, Block Kit out.

Nouns: listener, post, place, block, dialog, workspace.
It translates and draws; what an answer says is decided in `conversation` and `replies`. It knows nothing of Redis.
Read `endpoints` (signed HTTP, or a socket), `listeners` (what Slack sends), `responder` (how it is answered), `blocks`
and `elements` (a reply as Block Kit), `delivery` (posts on their way); then `actions` and `dialogs`, `mrkdwn` (Slack's
escapes), `rich_text`, `unfurls`, `oauth`.
"""
