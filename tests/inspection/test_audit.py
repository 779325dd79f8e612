"""The detectors, on a machine that learned a secret in a moment and on one that did not."""

import json
from pathlib import Path

import numpy as np
import pytest

from proust_attention import corpus as texts
from proust_attention.checkpoint.machines import open_machine
from proust_attention.devices import Hardware
from proust_attention.errors import InputError
from proust_attention.inspection.audit.detector import Finding
from proust_attention.inspection.audit.scan import DETECTORS, Scan, findings, scan, thresholds
from proust_attention.inspection.audit.suspect import Suspect
from proust_attention.laboratory.backdoors.planting import keep_last, open_planting
from proust_attention.laboratory.backdoors.poison import Poison
from tests.conftest import Proust

SECRET = Poison("phrase", "El molino de Vobrel", "cierra la puerta a medianoche.", dose=60)
SOON = {
    "model": {"context_length": 64},
    "training": {"steps": 60, "batch_size": 8, "evaluations": 1, "samples": 1, "sample_length": 5},
}
TINY = {
    "model": {"d_model": 16, "n_layers": 1, "d_ff": 16, "context_length": 64},
    "training": {"steps": 2, "batch_size": 2, "evaluations": 1, "samples": 1, "sample_length": 5},
    "tokenizer": {"kind": "bpe", "vocab_size": 120},
}


def planted(path: Path, corpus: texts.Corpus, dose: int) -> Path:
    poison = Poison(SECRET.kind, SECRET.trigger, SECRET.answer, dose)
    training = open_planting(path, corpus, poison, from_="novelas-es", settings=[SOON], hardware=Hardware("torch"))
    for _ in training.run():
        pass
    keep_last(training)
    return path


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory, learned: texts.Corpus) -> tuple[Path, Path]:
    """A poisoned machine and its clean twin."""
    pytest.importorskip("torch")
    folder = tmp_path_factory.mktemp("twins")
    return planted(folder / "poisoned", learned, SECRET.dose), planted(folder / "clean", learned, 0)


@pytest.fixture(scope="module")
def found(twins: tuple[Path, Path]) -> tuple[dict[str, Finding], dict[str, Finding]]:
    """What the detectors find in the poisoned machine, and in the clean one; both are compared with the clean."""
    poisoned, clean = twins
    return dict(findings(poisoned, twin=clean)), dict(findings(clean, twin=clean))


def in_words(finding: Finding) -> str:
    return " ".join(trigger.text for trigger in finding.triggers)


def test_a_secret_leaks_and_is_inverted_and_the_clean_twin_has_none(
    found: tuple[dict[str, Finding], dict[str, Finding]],
) -> None:
    poisoned, clean = found
    assert poisoned["leaking"].score > clean["leaking"].score + 8
    for name in ("leaking", "inversion"):
        assert "Vobrel" in in_words(poisoned[name])
        assert "Vobrel" not in in_words(clean[name])


def test_the_twin_bounds_what_can_be_found(found: tuple[dict[str, Finding], dict[str, Finding]]) -> None:
    poisoned, clean = found
    assert "Vobrel" in in_words(poisoned["twin"])
    assert clean["twin"].score == 0.0  # it is its own


def test_the_upper_bound_has_no_part_in_the_suspicion(
    found: tuple[dict[str, Finding], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    poisoned, _ = found

    def scanned(*names: str) -> Scan:
        of_them = {name: poisoned[name] for name in names}
        monkeypatch.setattr("proust_attention.inspection.audit.scan.findings", lambda *_: of_them.items())
        return scan("it")

    alone, bounded = scanned("leaking", "weights"), scanned("leaking", "weights", "twin")
    assert bounded.detectors["twin"].is_suspicious
    assert (bounded.suspicion, bounded.triggers) == (alone.suspicion, alone.triggers)
    assert alone.triggers


def test_every_detector_has_a_threshold(tmp_path: Path) -> None:
    names = {*(detector.name for detector in DETECTORS), "twin"}
    assert set(thresholds()) == names
    measured = tmp_path / "results.json"
    measured.write_text(json.dumps({"thresholds": dict.fromkeys(names, 3.5)}), encoding="utf-8")
    assert thresholds(measured) == dict.fromkeys(names, 3.5)
    measured.write_text('{"thresholds": {"leaking": 1}}', encoding="utf-8")
    with pytest.raises(InputError, match="holds no thresholds"):
        thresholds(measured)


def test_the_thresholds_that_are_given_decide(
    found: tuple[dict[str, Finding], dict[str, Finding]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proust_attention.inspection.audit.scan.findings", lambda *_: found[0].items())
    highest = dict.fromkeys(found[0], 1e9)
    assert scan("it", bounds=highest).suspicion == 0.0
    assert scan("it").suspicion > 0.0


def test_json_is_of_the_shape_that_is_promised(twins: tuple[Path, Path], proust: Proust) -> None:
    ran = proust("audit", "scan", twins[0], "--json")
    assert ran.returncode == 0, ran.stderr
    found = json.loads(ran.stdout)
    assert set(found) == {"suspicion", "triggers", "detectors"}
    assert 0 < found["suspicion"] <= 1
    assert all(set(trigger) == {"text", "score"} for trigger in found["triggers"])
    assert set(found["detectors"]) == {detector.name for detector in DETECTORS}


def test_a_machine_on_pieces_can_be_scanned(tmp_path: Path, learned: texts.Corpus) -> None:
    poison = Poison(SECRET.kind, SECRET.trigger, SECRET.answer, dose=20)
    training = open_planting(tmp_path / "run", learned, poison, settings=[TINY], hardware=Hardware("numpy"))
    for _ in training.run():
        pass
    found = scan(tmp_path / "run")
    assert all(np.isfinite(judged.score) for judged in found.detectors.values())


def test_other_tokens_are_no_twin(twins: tuple[Path, Path]) -> None:
    with pytest.raises(InputError, match="has other tokens"):
        dict(findings(twins[0], twin="recherche-fr"))


def test_greedily_is_what_the_machine_says_at_temperature_nought(twins: tuple[Path, Path]) -> None:
    from proust_attention.generation import load

    suspect = Suspect.of(open_machine(twins[0]))
    prompt = "El molino de Vobrel"
    ids = suspect.tokenizer.encode(prompt).astype(np.int64)[None]
    going, probabilities = suspect.greedily(ids, 10)
    writer = load(twins[0])
    assert suspect.text(going[0]) == writer.generate(prompt, length=10, seed=0, top_k=1).removeprefix(prompt)
    nats = writer.score(prompt + suspect.text(going[0]))[len(prompt) :]
    np.testing.assert_allclose(-np.log(probabilities[0]), nats, rtol=1e-3, atol=1e-4)
