"""Readers: what reads on from a cache and returns logits, in NumPy, compiled or in PyTorch."""

from proust_attention.generation.readers.opening import ENGINES as ENGINES
from proust_attention.generation.readers.opening import engine_for as engine_for
from proust_attention.generation.readers.opening import reader_of as reader_of
from proust_attention.generation.readers.reader import OpenReader as OpenReader
from proust_attention.generation.readers.reader import Reader as Reader
