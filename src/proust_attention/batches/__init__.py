"""Ids to (B, T) inputs and targets."""

from proust_attention.batches.batches import Batch as Batch
from proust_attention.batches.batches import Batches as Batches
from proust_attention.batches.batches import Rows as Rows
from proust_attention.batches.batches import gather as gather
from proust_attention.batches.windows import encode_held_out as encode_held_out
from proust_attention.batches.windows import encode_parts as encode_parts
from proust_attention.batches.windows import evenly_spread as evenly_spread
from proust_attention.batches.windows import non_overlapping as non_overlapping
from proust_attention.batches.windows import split as split
