"""Subcommands of `/verify`: `brief`, `watches`, and the suggestion after a slip of typing.

Each reads its own words and writes its own reply; neither looks anything up.
"""
