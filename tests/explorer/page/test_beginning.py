"""With what the page begins: the machine's own language, the words of a run's own samples."""

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from proust_attention import files
from proust_attention.checkpoint.run_folder import RunFolder
from proust_attention.explorer import site
from tests.explorer.visiting import visiting
from tests.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_run_begins_with_the_words_of_its_samples(browser: "Browser", trained: Path) -> None:
    prompt = RunFolder.open(trained).read_log("samples")[0]["prompt"]
    with visiting(browser, trained) as explorer:
        explorer.open()
        assert explorer.phrase == prompt
        explorer.page.select_option("#machine", "recherche-fr")
        until(lambda: explorer.phrase == "Longtemps, je me suis couché", lambda: explorer.phrase)
        explorer.page.select_option("#machine", trained.name)
        until(lambda: explorer.phrase == prompt, lambda: explorer.phrase)
        explorer.type("que")
        explorer.page.select_option("#machine", "novelas-es")
        explorer.has_read("que")  # what somebody has typed stays


@pytest.mark.parametrize("samples", ["", "{}\n", '{"prompt": 3}\n', "no JSON\n"])
def test_a_run_without_samples_begins_in_its_language(trained: Path, tmp_path: Path, samples: str) -> None:
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    (run / "samples.jsonl").write_text(samples, encoding="utf-8")
    assert the_last(run).items() >= {"name": "run", "title": "run", "language": "es"}.items()
    files.write_json(run / "corpus.json", ["damaged"])
    assert the_last(run)["language"] == ""


def the_last(run: Path) -> dict[str, object]:
    """What the page's index of machines says of the last, which is the one that was opened."""
    index = site.build(run)["machines/index.json"]
    assert not isinstance(index, (bytes, Path))  # made anew for each request: a run may grow
    return json.loads(index())["machines"][-1]
