"""English and Spanish say the same."""

import re

from proust_attention.config import SamplingConfig
from proust_attention.explorer.site import STATIC
from tests.explorer.shown import MODERN, START, TEXT, L, Shown

PAGE = STATIC / "page"
TEXTS = """async files => {
  const at = file => new URL(`page/${file}`, document.baseURI).href
  return Promise.all(files.map(async file => (await import(at(file))).texts))
}"""


@MODERN
def test_in_spanish(shown: Shown) -> None:
    page = shown.page
    page.locator("#language").select_option("es")
    from_to = [f"«{TEXT[place].replace(' ', '␣')}» ({place + 1})" for place in (START + 8, START + 3)]
    shown.explorer.says(
        ".maps-sentence", re.escape("Cabeza 3 de la capa 2, de {} a {}: ".format(*from_to)) + r"0,\d+$"
    )
    page.get_by_role("heading", name="Softmax: de puntuaciones a pesos").wait_for()
    assert page.locator(".step-title", has_text="Consulta").count() == L
    formulas = page.locator(".step-formula").all_inner_texts()
    assert formulas.count("x·W_K, normalizada, rotada") == formulas.count("P·V, cabezas una junto a otra") == L
    assert "," in page.locator(".map-bits").first.inner_text()


@MODERN
def test_both_languages_say_the_same(visited: Shown) -> None:
    files = sorted(path.relative_to(PAGE).as_posix() for path in PAGE.rglob("*texts.js"))
    all_keys: list[str] = []
    for file, texts in zip(files, visited.page.evaluate(TEXTS, files), strict=True):
        tokens = texts.pop("tokens", {"en": {}, "es": {}})
        of_characters = {key: text for key, text in texts["en"].items() if key in tokens["en"]}
        for one, other in [
            (texts["en"], texts["es"]),
            (tokens["en"], tokens["es"]),
            (of_characters, tokens["en"]),
        ]:
            assert one.keys() == other.keys(), file
            values = [
                {key: sorted(re.findall(r"{\w+}", text)) for key, text in side.items()} for side in (one, other)
            ]
            assert values[0] == values[1], file
        all_keys += texts["en"]
    assert len(all_keys) == len(set(all_keys)), "two panels have a sentence of the same key"
    code = "".join(path.read_text(encoding="utf-8") for path in PAGE.rglob("*.js"))
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = {*re.findall(r'\bt\("(\w+)"', code), *re.findall(r'data-(?:text|label|hint)="(\w+)"', page)}
    assert len(named) > 50
    assert named <= set(all_keys)


@MODERN
def test_the_sliders_explain_the_settings_as_the_command_does(visited: Shown) -> None:
    (texts,) = visited.page.evaluate(TEXTS, ["next/texts.js"])
    page = {**texts["en"], **texts["tokens"]["en"]}
    explained = SamplingConfig.explanations()
    shown = {"temperature": "temperature", "top_k": "topK", "top_p": "topP"}
    assert {name: page[f"{key}_about"] for name, key in shown.items()} == {name: explained[name] for name in shown}
