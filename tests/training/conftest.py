"""What the tests of training share."""

import math

import pytest

from proust_attention.training import saving


@pytest.fixture(autouse=True)
def _saves_as_rarely_as_it_may(monkeypatch: pytest.MonkeyPatch) -> None:
    """How slow this machine is today must not decide whether a state was saved; processes keep their own pace."""
    monkeypatch.setattr(saving, "SHORTEST", math.inf)
