"""While the tests run, every shape and type of the parts below is checked at every call.

`settings` and `config` are left out: checking types is their own business, and has tests of its own.
"""

import ast
import dataclasses
import functools
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from types import CodeType, ModuleType
from typing import Any

from beartype import BeartypeConf, beartype
from jaxtyping import jaxtyped

os.environ["OMP_NUM_THREADS"] = "1"  # the machines of the tests are so small that a second thread costs time

# Behind a script's & Ctrl-C is ignored, by all that the tests start as well; and some of them press it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# transformers loads these as a folder's own code; they have no examples, and to look for some would last seconds.
collect_ignore_glob = ["src/proust_attention/sharing/remote/*"]

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
    "serving",
    "sharing",
    "tokenizer",
    "torch_model",
    "training",
)
AN_INT_MAY_STAND_FOR_A_FLOAT = BeartypeConf(is_pep484_tower=True)


def checked(what: Any) -> Any:
    """Decorate a function, or a class: of a class it is the `__init__` that dataclasses make.

    jaxtyping's own import hook does the same at three times the cost: it checks the arguments twice, and decorates
    what is never called, and what is defined within a function anew each time.
    """
    if isinstance(what, type):
        if dataclasses.is_dataclass(what):
            what.__init__ = checked(what.__init__)  # type: ignore[misc]
        return what

    key = id(what.__code__)  # its own: equal code may have other annotations

    @functools.wraps(what)
    def within_its_axes(*arguments: Any, **named: Any) -> Any:
        check = _checks.get(key) or _checks.setdefault(key, _check_of(what))
        with jaxtyped("context"):  # an axis has one length within one call
            _called.functions.append(what)
            return check(*arguments, **named)

    return within_its_axes


class _Called(threading.local):
    def __init__(self) -> None:
        self.functions: list[Callable[..., Any]] = []


_called = _Called()
_checks: dict[int, Callable[..., Any]] = {}  # one for all functions that a `def` within a function makes


def _check_of(what: Callable[..., Any]) -> Callable[..., Any]:
    """Make what checks the arguments, calls the function that was appended last, and checks what it returns."""

    @functools.wraps(what)
    def call(*arguments: Any, **named: Any) -> Any:
        return _called.functions.pop()(*arguments, **named)

    return beartype(conf=AN_INT_MAY_STAND_FOR_A_FLOAT)(call)


class _Decorated(SourceFileLoader):
    """A module whose every function and class is decorated, nested ones too."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        tree = ast.parse(self.get_data(path), path)
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                decorator = ast.copy_location(ast.Name("__checked__", ast.Load()), node)
                if isinstance(node, ast.ClassDef):
                    node.decorator_list.insert(0, decorator)  # after @dataclass
                else:
                    node.decorator_list.append(decorator)  # before @property and the like
        return compile(tree, path, "exec", dont_inherit=True)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__checked__"] = checked
        super().exec_module(module)
        for name in self._for_types_only(module.__name__):  # annotations name them, and beartype looks for them
            module.__dict__.setdefault(name, Any)

    def _for_types_only(self, fullname: str) -> list[str]:
        tree = ast.parse(self.get_data(self.get_filename(fullname)))
        blocks = [
            node for node in tree.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        ]
        imports = [line for block in blocks for line in block.body if isinstance(line, ast.ImportFrom)]
        return [name.asname or name.name for line in imports for name in line.names]


class _Finder(MetaPathFinder):
    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        package, _, part = name.partition(".")
        if package != "proust_attention" or part.partition(".")[0] not in CHECKED:
            return None
        spec = PathFinder.find_spec(name, path, target)
        if spec is not None and isinstance(spec.loader, SourceFileLoader):
            spec.loader = _Decorated(spec.loader.name, spec.loader.path)
        return spec


sys.meta_path.insert(0, _Finder())
