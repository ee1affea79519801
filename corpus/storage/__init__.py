"""Redis: commands sent in bulk to one server or to a cluster, keys, leases and throttling.

Nouns: client, command, reply, key, lease.
It knows how to reach a server, and nothing of statements, of the index or of a quote. Every failure of the server
leaves here as an `IndexUnavailableError`.
Read `commands`, then `keys`, `bulk`, `leases`.
"""
