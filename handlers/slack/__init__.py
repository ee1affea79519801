"""Slack. Read `listeners` (what Slack sends), `responder` (how it is answered), `blocks` (a reply as Block Kit).

Beside these: `text` (Slack's escapes), `delivery` (posts on their way), `doors` (signed HTTP, or a socket).
"""
