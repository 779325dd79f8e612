"""The reference: the machine in NumPy, forward and backward derived by hand, one file a concept."""

from proust_attention.numpy_model import cross_entropy as cross_entropy
from proust_attention.numpy_model.transformer import Transformer as Transformer
