"""The command line: a module for each group of commands.

Nouns: command, option, exit code, progress.
A command reads its options, calls the program and prints; it decides nothing about a quote.
Read `commands` (each with a sentence and an example), `main` (imports the one that is called), `run` (turns errors into
exit codes), `output` (prints); then any group, such as `verify`.
"""
