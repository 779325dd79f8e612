"""Formats of one file: HTML, FictionBook, TEI, plain text."""
