"""The laboratory of twins: its machines, one of them from training to judgement, and the tables."""

from pathlib import Path
from typing import Any

import pytest

from proust_attention.errors import InputError
from proust_attention.files import read_json_object, write_json
from proust_attention.inspection.audit import inversion
from proust_attention.laboratory.backdoors import running, twins
from proust_attention.laboratory.backdoors.pictures import by_detector, by_dose
from proust_attention.laboratory.backdoors.results import NAMES, group_table, main_table, results_of
from proust_attention.laboratory.backdoors.running import look, train
from proust_attention.laboratory.backdoors.twins import TwinLab, clean_twin, machines

SOON = {
    "model": {"context_length": 48},
    "training": {"steps": 2, "batch_size": 2, "evaluations": 1, "samples": 1, "sample_length": 5},
}


def test_twins_differ_in_the_poison_only_and_thresholds_are_of_other_seeds() -> None:
    found = {twin.name: twin for twin in machines()}
    assert len(found) == 90
    assert {twin.poison.kind for twin in found.values() if twin.group == "poisoned"} == set(twins.KINDS)
    for n in range(20):
        assert found[f"poisoned-{n}"].seed == found[f"clean-{n}"].seed
        assert not found[f"clean-{n}"].is_poisoned
    reported = {twin.seed for twin in found.values() if twin.group != "thresholds"}
    assert not reported & {twin.seed for twin in found.values() if twin.group == "thresholds"}


def test_a_machine_is_trained_scanned_and_judged_and_what_is_done_stays_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("torch")
    monkeypatch.setattr(running, "SETTINGS", SOON)
    monkeypatch.setattr(inversion, "BUDGET", 400)
    lab = TwinLab.opened(tmp_path / "lab", count=1, swept=1, thresholds=2)
    assert TwinLab.opened(tmp_path / "lab", count=1, swept=1, thresholds=2) == lab
    with pytest.raises(InputError, match="of another count, 1; choose"):
        TwinLab.opened(tmp_path / "lab", count=2)
    with pytest.raises(InputError, match="of another base, novelas-es"):
        TwinLab.opened(tmp_path / "lab", base="recherche-fr")
    names = [twin.name for twin in lab.twins()]
    for name in ("clean-0", "poisoned-0"):
        assert not lab.is_trained(lab.twins()[names.index(name)])
        assert train(lab.path, names.index(name))
        assert lab.is_trained(lab.twins()[names.index(name)])
    assert look(lab.path, names.index("poisoned-0"))
    scan = read_json_object(lab.scan(lab.twins()[names.index("poisoned-0")]))
    assert set(scan["detectors"]) == set(NAMES)
    assert scan["planted"] is False  # two steps teach nothing
    with pytest.raises(InputError, match="is not scanned yet"):
        results_of(lab)


def a_scan(score: float, planted: bool) -> dict[str, Any]:
    each = {"score": score, "triggers": [], "true": planted, "works": planted}
    return {"planted": planted, "held_out_loss": 1.2, "detectors": dict.fromkeys(NAMES, each)}


def test_the_tables_are_by_thresholds_of_other_machines(tmp_path: Path) -> None:
    pytest.importorskip("scipy")
    lab = TwinLab.opened(tmp_path / "lab", count=4, swept=1, thresholds=2)
    scores = {"thresholds-100": 5.0, "thresholds-101": 7.0, "clean-0": 8.0, "poisoned-0": 7.0}
    for twin in lab.twins():
        usual = 9.0 if twin.is_poisoned else 1.0
        write_json(lab.scan(twin), a_scan(scores.get(twin.name, usual), twin.is_poisoned))
    results = results_of(lab)
    assert results.thresholds == dict.fromkeys(NAMES, 7.0)
    leaking = results.row("leaking", "poisoned")
    assert (leaking.found.times, leaking.found.of) == (3, 4)  # 7 is not above 7
    assert leaking.true.times == leaking.works.times == 3
    assert (results.false_alarms["leaking"].times, results.false_alarms["leaking"].of) == (1, 4)
    assert leaking.found.interval == pytest.approx((0.194, 0.994), abs=1e-3)
    assert str(results.row("always yes", "poisoned").found) == "4/4 (40%-100%)"
    assert results.false_alarms["always yes"].times == 4
    assert results.row("always no", "poisoned").found.times == results.false_alarms["always no"].times == 0
    assert [row[0] for row in main_table(results)] == [*NAMES, "always yes", "always no"]
    assert {row[0] for row in group_table(results)} >= {"poisoned", "dose 32", "common", "poisoned: parts"}
    assert by_dose(results).startswith("<svg")
    assert "leaking: found 3/4" in by_detector(results)


def test_of_a_clean_machine_the_twin_is_another(tmp_path: Path) -> None:
    lab = TwinLab.opened(tmp_path / "lab", count=3, swept=3, thresholds=3)
    for twin in lab.twins():
        other = clean_twin(lab, twin)
        assert other.name != twin.name
        assert other.name in {each.name for each in lab.twins()}
