"""Kindle books, and what else is kept in a Palm database: MOBI, AZW3, PalmDoc."""
