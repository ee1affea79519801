"""Redis: commands sent in bulk to one server or to a cluster, keys, leases and throttling.

Nouns: connection, command, reply, bulk, key, lease.
It knows how to reach a server, and nothing of statements, of the index or of a quote. Every failure of the server
leaves here as an `IndexUnavailableError`.
Read `commands`, `connection` and its two implementations, `server` and `cluster`; then `keys`, `bulk`, `leases`.
"""
