"""Readers, one module for each kind of source: document in, statements out."""
