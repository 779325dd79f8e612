"""The page with a machine, and what hosts of pages want beside it."""

from pathlib import Path

import pytest

from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.explorer import site
from proust_attention.sharing import space
from proust_attention.sharing.known import known
from tests.conftest import Proust


def test_it_is_the_page_and_its_head(trained: Path, tmp_path: Path, proust: Proust) -> None:
    done = proust("export", f"{trained}@last", "--to", tmp_path / "page", "--as", "space", "--rights", "CC0")
    assert done.returncode == 0, done.stderr
    assert f"hf upload {trained.name}-last " in done.stdout.splitlines()[-1]
    assert "--sdk static && " in done.stdout
    written = {
        path.relative_to(tmp_path / "page").as_posix() for path in (tmp_path / "page").rglob("*") if path.is_file()
    }
    pages = site.build(f"{trained}@last", live=False)
    assert written == {*pages, "README.md", ".nojekyll"}
    weights = f"machines/{trained.name}-last/model.safetensors"
    assert (tmp_path / "page" / weights).read_bytes() == site.content(pages[weights])
    readme = (tmp_path / "page" / "README.md").read_text(encoding="utf-8")
    assert "sdk: static\napp_file: index.html\n" in readme
    assert "Rights of the text: CC0." in readme
    with pytest.raises(InputError, match="already holds"):
        space.write(known(open_machine(trained)), tmp_path / "page")
