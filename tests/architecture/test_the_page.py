"""docs/architecture.md names what there is: the bands of tools/rooms.py, and files that exist where it says."""

import re

from rooms import BANDS, PICTURE, ROOT

PAGE = PICTURE.with_name("architecture.md").read_text(encoding="utf-8")


def test_the_bands_of_the_page_are_those_of_the_law() -> None:
    tree = PAGE[PAGE.index("    src/proust_attention/\n") :].split("    benchmarks/")[0]
    bands = [re.findall(r"^      (\w+)(?:/|\.py)? ", band, re.MULTILINE) for band in tree.split("      ---\n")]
    assert [set(band) for band in bands] == [set(band) for band in BANDS]


def test_every_file_of_a_table_lies_in_the_folder_that_it_is_of() -> None:
    tables = re.findall(r"^`([\w/]+)/`,[^\n]*\n(?:[^\n|]*\n)*?\n((?:\|[^\n]*\n)+)", PAGE, re.MULTILINE)
    assert len(tables) >= 3
    for folder, table in tables:
        rows = [row.split("|")[1] for row in table.splitlines()[2:]]
        for name in re.findall(r"[\w/]+\.(?:py|toml|js)\b", " ".join(rows)):
            assert list((ROOT / folder).rglob(name)), f"{folder}/ has no {name}"
