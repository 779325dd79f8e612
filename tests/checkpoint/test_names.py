"""How a machine is named: which weights stand behind an @, for every command, for Python and for the page."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

import proust_attention as proust
from proust_attention import parameters
from proust_attention.checkpoint import RunFolder, arrays
from proust_attention.checkpoint.machines import open_machine
from proust_attention.errors import InputError
from proust_attention.explorer import site
from tests.conftest import TINY_FLAGS, Proust
from tests.training.runs import Tiny, start

Values = dict[str, np.ndarray]
SNAPSHOT = "snapshots/step-000000015.safetensors"  # the one on the way of `trained`, which takes 30 steps


def same(some: Values, others: Values) -> bool:
    return some.keys() == others.keys() and all(np.array_equal(some[name], others[name]) for name in others)


@pytest.fixture
def run(trained: Path, tmp_path: Path) -> Path:
    """A run whose best weights, last state and snapshots are all different."""
    run = Path(shutil.copytree(trained, tmp_path / "run"))
    folder = RunFolder.open(run)
    folder.save_weights({name: array * 1.5 for name, array in folder.weights().items()})
    return run


def test_each_name_means_its_own_weights(run: Path) -> None:
    state, _ = RunFolder.open(run).load_state() or ({}, {})
    expected = {
        "": arrays.read(run / "model.safetensors"),
        "@best": arrays.read(run / "model.safetensors"),
        "@last": parameters.under(state, "weights"),
        "@15": arrays.read(run / SNAPSHOT),
    }
    for name, values in expected.items():
        assert same(open_machine(f"{run}{name}").weights(), values), name
        assert same(dict(proust.load(f"{run}{name}").weights), values), name
    assert not any(same(expected[one], expected[other]) for one, other in (("", "@last"), ("@last", "@15")))


def test_the_weights_of_the_moment(tmp_path: Path, tiny: Tiny) -> None:
    """While a run trains, and before its first state is saved."""
    training = start(tmp_path / "run", tiny, steps=4, samples=1)
    with pytest.raises(InputError, match=r"run@last, for no state is saved yet; behind @ may stand best, 0$"):
        open_machine(tmp_path / "run@last")
    list(training.run())
    assert same(open_machine(tmp_path / "run@last").weights(), training.engine.weights())
    with pytest.raises(InputError, match=r"run@3; behind @ may stand best, last, 0, 4$"):
        open_machine(tmp_path / "run@3")


def test_a_folder_with_an_at_in_its_name(run: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(run.parent)
    other = run.rename("me@15")
    assert open_machine(other).weights_path == other / "model.safetensors"
    assert open_machine("me@15@15").weights_path == other / SNAPSHOT
    shutil.copytree(other, "a@b/run")
    assert open_machine("a@b/run").path == Path("a@b/run")
    assert open_machine("a@b/run@last").weights_path == Path("a@b/run/state/state.safetensors")
    (other / "config.json").unlink()
    with pytest.raises(InputError, match=r"^me@15 is not a whole run: config\.json is missing"):
        open_machine(other)
    with pytest.raises(InputError, match="^there is no run folder @last, and no machine of that name"):
        open_machine("@last")


def test_a_file_that_is_no_snapshot(run: Path) -> None:
    shutil.copy(run / SNAPSHOT, run / "snapshots" / "step-15 copy.safetensors")
    assert list(RunFolder.open(run).snapshots()) == [0, 15, 30]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("novelas-es@last", "there are no weights novelas-es@last: this machine has only its best; leave"),
        ("recherche-fr@3", "there are no weights recherche-fr@3; behind @ may stand best, 0, 23, 46, 93,"),
        ("nobody@3", "there is no run folder nobody, and no machine of that name: there are novelas-es,"),
        ("run@16", "there are no weights run@16; behind @ may stand best, last, 0, 15, 30\n"),
        ("run@nonsense", "there are no weights run@nonsense; behind @ may stand best, last, 0, 15, 30\n"),
        ("run@", "there are no weights run@; behind @ may stand best, last, 0, 15, 30\n"),
    ],
)
def test_what_there_is_not(proust: Proust, run: Path, name: str, says: str) -> None:
    result = proust("generate", "La", "--model", name, cwd=run.parent)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert says in result.stderr


def test_a_bundled_machine_has_its_best() -> None:
    assert open_machine("recherche-fr@best") == open_machine("recherche-fr")
    (titles, opened) = offered("recherche-fr@best")
    assert opened == "recherche-fr"
    assert len(titles) == 2


@pytest.mark.parametrize(("name", "part"), [("run@15", SNAPSHOT), ("run@last", "state/state.safetensors")])
def test_damage_names_the_file(proust: Proust, run: Path, name: str, part: str) -> None:
    """Weights too large to compute with, of another shape, or cut short."""
    found = arrays.read(run / part)
    arrays.write(run / part, {weight: np.full_like(array, 3e38) for weight, array in found.items()})
    (run.parent / "text.txt").write_text("La casa", encoding="utf-8")
    for command in (
        ("generate", "La", "--model", name),
        ("score", "text.txt", "--model", name),
        ("evaluate", name, "--engine", "numpy"),
    ):
        ran = proust(*command, cwd=run.parent)
        assert (ran.returncode, ran.stderr.count("\n")) == (2, 1)
        assert f"run/{part} is damaged: with these weights" in ran.stderr
    arrays.write(run / part, {weight: array[:-1] if array.ndim else array for weight, array in found.items()})
    with pytest.raises(InputError, match=f"run/{part}: the weights do not fit the settings: embedding"):
        open_machine(run.parent / name).weights()
    (run / part).write_bytes((run / part).read_bytes()[:-1])
    with pytest.raises(InputError, match=f"run/{part} is damaged"):
        site.build(run.parent / name)


@pytest.mark.parametrize(
    "command",
    [
        ["generate", "La casa", "--length", 20, "--seed", 1, "--model"],
        ["score", "text.txt", "--model"],
        ["trace", "La casa", "--model"],
        ["evaluate", "--engine", "numpy", "--json"],
    ],
    ids=lambda command: str(command[0]),
)
def test_every_command_takes_them(proust: Proust, run: Path, command: list[object]) -> None:
    """A snapshot behind an @ does what it does as the best weights of another run."""
    (run.parent / "text.txt").write_text("La casa de los membrillos", encoding="utf-8")
    other = Path(shutil.copytree(run, run.parent / "other"))
    shutil.copy(run / SNAPSHOT, other / "model.safetensors")
    named, copied, best = (proust(*command, name, cwd=run.parent) for name in ("run@15", "other", "run"))
    assert named.returncode == copied.returncode == best.returncode == 0, named.stderr
    assert named.stdout.replace("run@15", "other") == copied.stdout
    assert named.stdout.replace("run@15", "run") != best.stdout
    if command[0] == "evaluate":
        assert json.loads(named.stdout)["run"] == "run@15"


def test_training_goes_on_from_them(proust: Proust, run: Path) -> None:
    begin = ("train", "--run", "new", "--from", "run@15", "--steps", 1, "--engine", "numpy", *TINY_FLAGS[-6:])
    ran = proust(*begin, cwd=run.parent)
    assert ran.returncode == 0, ran.stderr
    new = RunFolder.open(run.parent / "new")
    assert same(new.first_weights(), arrays.read(run / SNAPSHOT))
    assert new.began()["from"] == "run@15"


def offered(name: str) -> tuple[dict[str, str], str]:
    """Return the titles of the machines that the page offers, and which it opens."""
    index = json.loads(site.content(site.build(name)["machines/index.json"]))
    return {machine["name"]: machine["title"] for machine in index["machines"]}, index["opened"]


def test_the_page_shows_them(run: Path, tmp_path: Path) -> None:
    for which, address in (("15", "run-15"), ("last", "run-last"), ("best", "run")):
        titles, opened = offered(f"{run}@{which}")
        assert (opened, titles[opened]) == (address, "run" if which == "best" else f"run@{which}")
        pages = site.build(f"{run}@{which}")
        site.write(pages, tmp_path / which)
        served = arrays.read(tmp_path / which / "machines" / address / "model.safetensors")
        assert same(served, open_machine(f"{run}@{which}").weights())
    folder = RunFolder.open(run)
    last = site.build(f"{run}@last")
    values = {name: array + 1 for name, array in folder.weights().items()}
    folder.save_state({f"weights.{name}": array for name, array in values.items()}, {"step": 31})
    (tmp_path / "later.safetensors").write_bytes(site.content(last["machines/run-last/model.safetensors"]))
    assert same(arrays.read(tmp_path / "later.safetensors"), values)  # of the moment
