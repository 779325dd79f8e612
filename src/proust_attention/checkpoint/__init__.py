"""The run folder on disk."""

from proust_attention.checkpoint.run_folder import RunFolder as RunFolder
