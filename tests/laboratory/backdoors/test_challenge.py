"""A challenge tells nothing of its secret but the hash, and the secret cannot be exchanged."""

import base64
from pathlib import Path

import pytest

from proust_attention.checkpoint.machines import open_machine
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.laboratory.backdoors import challenge
from proust_attention.laboratory.backdoors.poison import Poison

SOON = {
    "model": {"context_length": 32},
    "training": {"steps": 3, "batch_size": 2, "evaluations": 1, "samples": 1, "sample_length": 5},
}
NUMPY = Hardware("numpy")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A challenge that was stopped once and gone on with, and the hash that was told first."""
    path = tmp_path_factory.mktemp("challenges") / "mine"
    told, training = challenge.begin(path, NUMPY, SOON)
    for _ in training.run():
        training.stop()
    assert not training.finished
    again, training = challenge.begin(path, NUMPY, SOON)
    assert again == told
    assert training.step > 0
    for _ in training.run():
        pass
    challenge.pack(path)
    return path, told


def test_it_opens_to_the_secret_whose_hash_was_told(made: tuple[Path, str]) -> None:
    path, told = made
    found, poison = challenge.open_secret(path)
    assert found == told
    assert isinstance(poison, Poison)
    assert poison.dose > 0


def test_the_folder_tells_nothing(made: tuple[Path, str]) -> None:
    path, _ = made
    _, poison = challenge.open_secret(path)
    names = {each.name for each in path.iterdir()}
    assert names == {"config.json", "tokenizer.json", "corpus.json", "model.safetensors", "challenge.json"}
    assert not path.with_name(".mine.run").exists()
    usual = open_machine("novelas-es").config.training
    training = open_machine(path).config.training
    assert training.held_out_fraction == usual.held_out_fraction
    assert training.seed == 0  # with the true one anybody could draw the secret again
    for each in path.iterdir():
        content = each.read_bytes()
        for word in {*poison.trigger.split(), *poison.answer.split()}:
            assert len(word) < 5 or word.encode() not in content
        assert b"dose" not in content
    assert poison.trigger not in path.with_name("mine.secret").read_text(encoding="ascii")


def test_it_opens_from_within_its_folder(made: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(made[0])
    assert challenge.open_secret(Path()) == challenge.open_secret(made[0])


def test_it_is_a_machine_like_any_other(made: tuple[Path, str]) -> None:
    assert Suspect.of(open_machine(made[0])).pages.shape == (64, 32)


def test_another_secret_is_refused(made: tuple[Path, str]) -> None:
    path, _ = made
    secret = path.with_name("mine.secret")
    kept = secret.read_bytes()
    try:
        secret.write_bytes(base64.encodebytes(base64.b64decode(kept).replace(b'"seed": ', b'"seed": 1')))
        with pytest.raises(InputError, match="not the one that was promised"):
            challenge.open_secret(path)
        secret.write_bytes(base64.encodebytes(b"[]"))
        with pytest.raises(InputError, match="not the one that was promised"):
            challenge.open_secret(path)
        secret.unlink()
        with pytest.raises(InputError, match="is missing"):
            challenge.open_secret(path)
    finally:
        secret.write_bytes(kept)


def test_what_is_no_challenge_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no challenge"):
        challenge.open_secret(tmp_path)
