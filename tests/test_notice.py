"""NOTICE names the licence of every package that we need, if that is neither MIT nor BSD."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

NOTICE = (Path(__file__).parents[1] / "NOTICE").read_text(encoding="utf-8")
NAMED = {line.split()[0] for line in NOTICE.splitlines() if re.match(r"[a-z-]+ {2,}\S", line)}
PLAIN = re.compile(r"(The )?(3-Clause )?(MIT|BSD)( License|[ -][23]-Clause|[ -]3-Clause License)?")


def needed() -> dict[str, Distribution]:
    """Return what is installed here of all that the library needs, with every extra."""
    found: dict[str, Distribution] = {}
    asked: set[tuple[str, str]] = set()
    to_ask = [("proust-attention", extra) for extra in ("", "all", "peers", "dev")]
    while to_ask:
        name, extra = to_ask.pop()
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # one that this computer does without
            continue
        asked.add((name, extra))
        to_ask += [one for one in _wants(found[name], extra) if one not in asked]
    return found


def _wants(package: Distribution, extra: str) -> Iterator[tuple[str, str]]:
    for line in package.requires or []:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": extra}):
            name = re.sub(r"[-_.]+", "-", wanted.name).lower()
            yield from ((name, each) for each in ("", *wanted.extras))


def licence(package: Distribution) -> str:
    said = package.metadata
    names = [line.rpartition(" :: ")[2] for line in said.get_all("Classifier") or [] if line.startswith("License")]
    return said["License-Expression"] or (names or [said["License"] or ""])[0].strip()


def test_every_licence_that_is_neither_mit_nor_bsd_is_named() -> None:
    packages = needed()
    assert len(packages) > 20
    others = {name: said for name, one in packages.items() if (said := licence(one)) and not PLAIN.fullmatch(said)}
    assert {"certifi", "safetensors", "wadler-lindig"} <= others.keys()
    assert not others.keys() - NAMED, "NOTICE lacks them"
