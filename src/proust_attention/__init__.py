"""The attention machine of Proust: build, train, read and take apart a character-level transformer.

import proust_attention as proust

The light parts are here at once; what needs PyTorch, or takes time to load, loads when it is first named.
"""

import importlib
from typing import TYPE_CHECKING, Any

from proust_attention import errors as errors

if TYPE_CHECKING:
    from proust_attention import batches as batches
    from proust_attention import config as config
    from proust_attention import corpus as corpus
    from proust_attention import inspection as inspection
    from proust_attention import numpy_model as numpy_model
    from proust_attention import parameters as parameters
    from proust_attention import tokenizer as tokenizer
    from proust_attention import torch_model as torch_model
    from proust_attention import training as training
    from proust_attention.config import Config as Config
    from proust_attention.config import ModelConfig as ModelConfig
    from proust_attention.config import SamplingConfig as SamplingConfig
    from proust_attention.config import TrainingConfig as TrainingConfig
    from proust_attention.corpus import prepare as prepare
    from proust_attention.generation import load as load
    from proust_attention.inspection.ablation import ablate as ablate
    from proust_attention.interventions import Value as Value
    from proust_attention.notebook import Run as Run
    from proust_attention.notebook import show as show
    from proust_attention.notebook import train as train

__version__ = "0.1.0"

_LATER = {
    "batches": "batches",
    "config": "config",
    "corpus": "corpus",
    "inspection": "inspection",
    "numpy_model": "numpy_model",
    "parameters": "parameters",
    "tokenizer": "tokenizer",
    "torch_model": "torch_model",
    "training": "training",
    "Config": "config",
    "ModelConfig": "config",
    "SamplingConfig": "config",
    "TrainingConfig": "config",
    "load": "generation",
    "prepare": "corpus",
    "Run": "notebook",
    "show": "notebook",
    "train": "notebook",
    "ablate": "inspection.ablation",
    "Value": "interventions",
}


def __getattr__(name: str) -> Any:
    """Load a heavy part when it is first named. Raises MissingExtraError where its package is missing."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with errors.needs_extra("torch"):
        module = importlib.import_module(f"{__name__}.{_LATER[name]}")
    return module if name == _LATER[name] else getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATER})
