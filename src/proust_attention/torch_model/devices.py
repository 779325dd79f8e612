"""Devices of PyTorch: which one there is, and the precision that suits it."""

import torch

from proust_attention.errors import InputError
from proust_attention.files import memory_of_this_computer


def choose_device(name: str) -> torch.device:
    """Return a device of PyTorch; "auto" takes a GPU where there is one. Raises InputError."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if name == "auto":
        name = next(device for device, available in there.items() if available)
    if not there[name]:
        raise InputError(f"there is no {name} device on this machine; --device auto takes what there is")
    return torch.device(name)


def device_memory(device: torch.device) -> int | None:
    """Return how many bytes a device has; None where nobody says."""
    if device.type == "cuda":
        return torch.cuda.get_device_properties(device).total_memory
    return memory_of_this_computer() if device.type == "cpu" else None


def best_precision(device: torch.device) -> str:
    """Return bfloat16 where the device has instructions for its products, float32 elsewhere."""
    if device.type == "cuda":
        made_for_it = torch.cuda.is_bf16_supported(including_emulation=False)
    else:  # PyTorch has no public name for this question yet
        has = (torch.cpu._is_avx512_bf16_supported, torch.cpu._is_amx_tile_supported)
        made_for_it = device.type == "cpu" and any(is_there() for is_there in has)
    return "bfloat16" if made_for_it else "float32"
