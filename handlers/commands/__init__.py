"""Subcommands of `/verify`: `brief`, `watches`, and the suggestion after a slip of typing.

Nouns: command, watch, suggestion.
Each reads its own words and writes its own reply; none looks anything up or knows which chat is asking.
Read `brief`, `watches`, `suggestions`.
"""
