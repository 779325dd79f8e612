"""How good a machine is, in nats and bits a character."""

from proust_attention.evaluation.loss import mean_loss as mean_loss
from proust_attention.evaluation.loss import nats_to_bits as nats_to_bits
from proust_attention.evaluation.loss import per_character as per_character
