"""The secret that signs the addresses of pages for members: made once, and shared by all processes of one record.

| key | holds |
|---|---|
| v:page-secret | 32 random bytes |
"""

import secrets

from corpus.storage.commands import send
from corpus.storage.connection import Connection
from handlers.replies.page_access import Access

_SECRET = b"v:page-secret"


async def open_access(client: Connection, base_url: str, *, members_only: bool) -> Access:
    """Return the addresses of pages, signed where only members may read them."""
    if not members_only:
        return Access(base_url)
    _, secret = await send(client, [("SET", _SECRET, secrets.token_bytes(32), "NX"), ("GET", _SECRET)])
    return Access(base_url, secret)
