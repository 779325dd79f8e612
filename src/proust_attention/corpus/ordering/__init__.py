"""The order of volumes, and which of them are editions of one text."""
