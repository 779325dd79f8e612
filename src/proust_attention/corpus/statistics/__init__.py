"""What a text and a corpus are made of: looked at and counted, nothing changed."""
