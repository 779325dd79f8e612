"""While the tests run, every shape and type of the parts below is checked at every call.

`settings` and `config` are left out: checking types is their own business, and has tests of its own.
"""

import os
import signal

from jaxtyping import install_import_hook

os.environ["OMP_NUM_THREADS"] = "1"  # the machines of the tests are so small that a second thread costs time

# Behind a script's & Ctrl-C is ignored, by all that the tests start as well; and some of them press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

CHECKED = (
    "batches",
    "charts",
    "checkpoint",
    "corpus",
    "evaluation",
    "explorer",
    "generation",
    "inspection",
    "numpy_model",
    "optimizer",
    "parameters",
    "tokenizer",
    "torch_model",
    "training",
)
AN_INT_MAY_STAND_FOR_A_FLOAT = "beartype.beartype(conf=beartype.BeartypeConf(is_pep484_tower=True))"

install_import_hook([f"proust_attention.{part}" for part in CHECKED], AN_INT_MAY_STAND_FOR_A_FLOAT)
