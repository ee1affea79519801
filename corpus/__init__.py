"""The record: what was said, and how to find it.

Nouns: quote, statement, speaker, source, passage, evidence, verdict (in `models` and `verdict`), and `errors`.
It knows nothing of chats or of the program around it.
Read `verify`, which joins the steps: quote in, verdict out. Below it, each a package: `language`, `attribution`,
`sources` and `web` (bytes in, utterances out), `storage`, `index`, `search` (candidate passages), `judging` (evidence,
changes, rating), `collecting` and `related`.
"""
