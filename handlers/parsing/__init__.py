"""What people type or paste, turned into quotes with whoever is said to have said them.

Nouns: paste, quotation, option, attribution, request.
It is pure: text in, quotes out. It repeats what the text says and guesses nobody.
Read `request`, then `clean`, `paste`, `quotation_marks`, `quotes`, `attribution`, `options`.
"""
