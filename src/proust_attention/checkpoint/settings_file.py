"""config.json, the settings of a run, with the format that they are in."""

from pathlib import Path

from proust_attention.config import Config
from proust_attention.errors import InputError, SettingError
from proust_attention.files import read_json_object, write_json

FORMAT = 1  # another number where a reader of this version would misunderstand it


def write(path: Path, config: Config) -> None:
    """Write settings, whole or not at all. Raises SaveError."""
    write_json(path, {"format": FORMAT, **config.to_dict()})


def read(path: Path) -> Config:
    """Read settings. Raises InputError if they are damaged, or a newer version of the library has written them."""
    table = read_json_object(path)
    written = table.pop("format", FORMAT)  # the first runs say none
    if written != FORMAT:
        raise InputError(
            f"{path} has the format {written!r}, and this version of proust-attention knows only {FORMAT}: "
            "a newer one has written it; install that"
        )
    try:
        return Config.from_dict(table)
    except SettingError as error:
        newer = ", or of a newer version" if str(error).startswith("there is no ") else ""
        raise InputError(f"{path} is damaged{newer}: {error}") from None
