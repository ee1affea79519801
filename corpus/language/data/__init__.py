"""Data that ships with the program, and the commands that made it: build_lexicon, build_semantics."""
