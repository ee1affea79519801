"""The command line: a module for each group of commands.

`commands` lists them with a sentence and an example each, `main` imports the one that is called, `run` turns its errors
into exit codes, `output` prints.
"""
