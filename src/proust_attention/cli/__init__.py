"""The command `proust`: the only place that parses arguments or prints."""
