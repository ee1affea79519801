"""Data that ships with the program, and the commands that made it.

Nouns: lexicon, synset, vector, place.
The program reads the files, each under the licence that stands beside it; the modules run when the files are made anew.
Read `build_lexicon` (with `wordnet`), then `build_semantics`; `build_japanese_names` stands alone.
"""
