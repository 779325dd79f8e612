"""Writing with a machine."""

from proust_attention.generation.writer import Writer as Writer
from proust_attention.generation.writer import load as load
