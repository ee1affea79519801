"""The program: settings, wiring and doors to the outside. Read `settings`, `store`, `wiring`, `server`, `cli`."""
