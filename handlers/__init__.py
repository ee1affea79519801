"""The conversation: chat in, chat out. Read `command`, `reply`, `answer`, then one package for each chat."""
