"""Attribution: speakers and their words, in a text of any kind.

Nouns: passage, mention, speech frame, entity, utterance.
It is pure: a text in, utterances with offsets out. It knows nothing of sources, of the record or of chats.
Read `reader`, which leads through the steps: `segmentation`, `quotation_marks`, `mention_finder`, `entities`,
`coreference`, `classifier`.
"""
