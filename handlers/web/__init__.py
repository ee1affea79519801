"""A local chat page to try it in. Read `pages`, `message`, `posts`, `guard`, `render`, then `templates/`."""
