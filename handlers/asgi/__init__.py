"""Parts that every HTTP endpoint shares.

Nouns: request, body, host.
They know nothing of a quote, of an answer or of any chat.
Read `request_body` (bodies within bounds of bytes and time), then `host_guard` (the host that a request names).
"""
