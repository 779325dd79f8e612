"""The laboratory: designs compared over seeds, with the doubt that is left."""
