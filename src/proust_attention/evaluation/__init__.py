"""How good a machine is, in nats and bits a character."""

from proust_attention.evaluation.loss import Size as Size
from proust_attention.evaluation.loss import bits_a_byte as bits_a_byte
from proust_attention.evaluation.loss import in_words as in_words
from proust_attention.evaluation.loss import mean_loss as mean_loss
from proust_attention.evaluation.loss import nats_to_bits as nats_to_bits
from proust_attention.evaluation.loss import of_scored as of_scored
from proust_attention.evaluation.loss import per_character as per_character
from proust_attention.evaluation.loss import size_in_bytes as size_in_bytes
from proust_attention.evaluation.loss import size_of_scored as size_of_scored
from proust_attention.evaluation.loss import whole_loss as whole_loss
