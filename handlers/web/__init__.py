"""A local chat page to try the bot in. Read `pages`, then `templates/`."""
