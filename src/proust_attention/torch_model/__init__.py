"""The machine in PyTorch: the same files, the same names as the reference, to train at speed."""

from proust_attention.torch_model import cross_entropy as cross_entropy
from proust_attention.torch_model.transformer import Transformer as Transformer
