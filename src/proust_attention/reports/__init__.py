"""What there is to say about runs: a page about one, several side by side, what the curves say."""
