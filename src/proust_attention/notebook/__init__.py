"""A run from Python: begun by a call, watched while it goes, and shown at the end of a cell."""

from proust_attention.notebook.run import Run as Run
from proust_attention.notebook.showing import show as show
from proust_attention.notebook.training import train as train
