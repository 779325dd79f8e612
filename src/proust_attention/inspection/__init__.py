"""Looking inside: are the gradients right, and what happens to a text on its way."""

from proust_attention.inspection.gradcheck import Example as Example
from proust_attention.inspection.gradcheck import gradcheck as gradcheck
from proust_attention.inspection.gradcheck import random_values as random_values
from proust_attention.inspection.trace import backward_steps as backward_steps
from proust_attention.inspection.trace import forward_steps as forward_steps
