"""Who may read the page of an answer: whoever has its address, or only members of the workspace that it was given in.

Where pages are for members, an address alone opens nothing. A member presses "Page" under the answer, in the chat, and
is told an address that is signed and good for some minutes. The chat says who is a member; the page asks nobody.
"""

import base64
import hashlib
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from handlers.ports.answers import Remembered
from handlers.replies.links import permalink

MINUTES = 15
"""For which a signed address is good."""

_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_KEY = re.compile(r"(?P<until>[0-9]{1,12})\.(?P<signature>[A-Za-z0-9_-]{22})")


@dataclass(frozen=True, slots=True)
class Access:
    """The addresses of pages; `secret` signs them where pages are for members, b"" where they are open."""

    base_url: str = ""
    secret: bytes = field(default=b"", repr=False)
    clock: Callable[[], float] = time.time

    @property
    def limited(self) -> bool:
        """Return whether pages are for members."""
        return bool(self.secret)

    def key(self, id_: str, until: float | None = None) -> str:
        """Return what opens a page until a time, by default for some minutes; "" where nothing is needed.

        >>> access = Access("https://v.example", b"secret", clock=lambda: 0.0)
        >>> access.admits("q3Zk", access.key("q3Zk")), access.admits("other", access.key("q3Zk"))
        (True, False)
        """
        if not self.secret:
            return ""
        end = int(self.clock() + 60 * MINUTES if until is None else until)
        return f"{end}.{self._sign(id_, end)}"

    def admits(self, id_: str, key: str) -> bool:
        """Return whether a key opens a page now; every page is open where they are not for members."""
        if not self.secret:
            return True
        match = _KEY.fullmatch(key)
        if not match or int(match["until"]) < self.clock():
            return False
        return hmac.compare_digest(match["signature"], self._sign(id_, int(match["until"])))

    def onward(self, id_: str, key: str) -> str:
        """The key of another page, for who was admitted with this one: good as long, and no longer."""
        match = _KEY.fullmatch(key)
        return self.key(id_, int(match["until"])) if match else ""

    def invitation(self, id_: str) -> str:
        """The address of a page for who may read it; "" where there are no pages."""
        page, key = permalink(self.base_url, id_), self.key(id_)
        return f"{page}?key={key}" if page and key else page

    def shows(self, answer: Remembered, chat: str, team: str) -> bool:
        """Return whether the people of a workspace may read an answer's page."""
        if not self.secret:
            return True
        where = answer.address
        return bool(where and team and (where.chat, where.team) == (chat, team))

    def answer_of(self, url: str) -> str:
        """The identifier of the answer that an address of ours leads to; "" for any other address.

        >>> Access("https://v.example").answer_of("https://v.example/v/q3Zkq3Zk?key=1.x#top")
        'q3Zkq3Zk'
        >>> Access("https://v.example").answer_of("https://evil.example/v/q3Zkq3Zk")
        ''
        """
        page, start = re.split(r"[?#]", url, maxsplit=1)[0], f"{self.base_url}/v/"
        id_ = page.removeprefix(start) if self.base_url and page.startswith(start) else ""
        return id_ if _ID.fullmatch(id_) else ""

    def _sign(self, id_: str, until: int) -> str:
        signed = hmac.new(self.secret, f"{until}.{id_}".encode("utf-8", "replace"), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(signed[:16]).decode().rstrip("=")
