"""The record for other programs, over HTTP. Read `schema`, then `endpoints`."""
