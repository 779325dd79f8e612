"""Every setting that is a number has a limit on either side: beyond it lies a slip of the hand."""

from dataclasses import MISSING, fields

import pytest

from proust_attention.config import ModelConfig, SamplingConfig, TrainingConfig
from proust_attention.errors import SettingError

NUMBERS = [
    (group, field.name)
    for group in (ModelConfig, TrainingConfig, SamplingConfig)
    for field in fields(group)
    if field.type in (int, float, "int", "float", int | None)
]


@pytest.mark.parametrize(("group", "name"), NUMBERS)
@pytest.mark.parametrize("value", [-(10**200), 10**200])
def test_a_limit_on_either_side(group: type[ModelConfig], name: str, value: int) -> None:
    needed = {field.name: 2 for field in fields(group) if field.default is MISSING}
    with pytest.raises(SettingError, match=rf"{name} is .*, but it must be (at|above|below)"):
        group.from_dict({**needed, name: value})


def test_all_numbers_are_tried() -> None:
    assert len(NUMBERS) == 30
