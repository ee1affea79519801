"""Words of any language: tokens, sentences, stems, names, and what dictionaries and gazetteers know.

Nouns: token, sentence, stem, function word, synset, vector, place, speaker's name.
It is pure, and knows nothing of statements, of the index or of any source. What is known of one language
stands in `languages/CODE.toml`; the larger tables in `data` are built by the programs beside them.
Read `knowledge`, then `tokens`, `sentences`, `stems`, `speakers`.
"""
