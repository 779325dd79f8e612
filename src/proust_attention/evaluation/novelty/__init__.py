"""What a text quotes of another, word for word: its longest runs, their places, and how much is new."""
