"""QK norm: queries and keys brought to one length.

# Class Notes

Each query and each key is divided by its root mean square over the K numbers of the head: x / √(mean(x²) + ε).
Why, and the gradient: numpy_model/qk_norm.py. PyTorch has the formula as one operation, and autograd its
derivative.
"""

from jaxtyping import Float
from torch import Tensor
from torch.nn import functional as F

EPSILON = 1e-5


def forward(x: Float[Tensor, "B H T K"]) -> Float[Tensor, "B H T K"]:
    """Divide each vector by its root mean square."""
    return F.rms_norm(x, x.shape[-1:], eps=EPSILON)
