"""Which modules a script imports."""

from pathlib import Path

from proust_attention.explorer.modules import imported


def test_all_that_a_script_imports(tmp_path: Path) -> None:
    (tmp_path / "page").mkdir()
    for name, text in {
        "page/main.js": 'import { a } from "./a.js"\nimport * as b from "../b.js"\n// import "./no.js"\n',
        "page/a.js": '/** @typedef {import("./t.js").T} T */\nimport "../b.js"\nimport("./late.js")\n',
        "b.js": 'export { made } from "./made.js"\nimport { a } from "./page/a.js"\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert imported(tmp_path, "page/main.js") == ["page/a.js", "b.js", "made.js"]
