"""The catalogue of messages: all words that people read, under keys that name them.

Nouns: message, key, placeholder, locale.
`LOCALE/SURFACE.toml` holds the messages of one surface; a message is a text with `{placeholders}`, or a table of plural
forms (CLDR's `one`, `few`, `many`, `other`), chosen by the placeholder `count`. Another language is another folder.
Read `catalogue`. Nothing here knows a verdict, a chat or a store.
"""

from handlers.messages.catalogue import say

__all__ = ["say"]
