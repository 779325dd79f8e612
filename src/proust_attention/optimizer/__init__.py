"""Gradients to new parameters."""
