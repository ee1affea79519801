"""What a server says when it answers, but stores nothing, in sentences for whoever can mend it."""

from corpus.errors import StorageRefusedError

_FULL = ("no space left", "disk quota exceeded", "file too large")


def refusal(error: BaseException) -> StorageRefusedError | None:
    """Return the error of a server that takes no writes; None where something else is wrong.

    >>> refusal(Exception("READONLY You can't write against a read only replica.")).advice
    "I could not store this: the record's server is a replica, which takes no writes. Set REDIS_URL to the primary."
    >>> refusal(Exception("Connection refused"))
    """
    text = str(error)
    if "MISCONF" in text and "AOF" in text:
        reason = text.rpartition(": ")[2].rstrip(".")
        if reason.lower().startswith(_FULL):
            return _refused("the disk of the record's server is full. Make room there, then try again.")
        return _refused(f"the record's server cannot write to its disk ({reason}).")
    if "MISCONF" in text:
        return _refused("the record's server cannot write a snapshot to its disk. Its own log says why.")
    if "used memory > 'maxmemory'" in text:
        return _refused(
            "the record's server has no memory left (maxmemory). Raise it, or drop old statements."
        )
    if "read only replica" in text:
        return _refused(
            "the record's server is a replica, which takes no writes. Set REDIS_URL to the primary."
        )
    return None


def _refused(reason: str) -> StorageRefusedError:
    return StorageRefusedError(advice=f"I could not store this: {reason}")
