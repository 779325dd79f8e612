"""Sampling: from the logits to the next token; the rules, and the same ones compiled."""

from proust_attention.generation.sampling.rules import UNCHANGED as UNCHANGED
from proust_attention.generation.sampling.rules import draw as draw
from proust_attention.generation.sampling.rules import pick as pick
from proust_attention.generation.sampling.rules import probabilities as probabilities
