"""English and Spanish say the same."""

import re

from proust_attention.explorer.site import STATIC
from tests.explorer.shown import MODERN, START, TEXT, L, Shown

TEXTS = """async () => {
  const at = name => new URL(`page/texts/${name}.js`, document.baseURI).href
  const texts = async name => Object.values(await import(at(name)))[0]
  return Promise.all(["en", "es", "panels_en", "panels_es", "tokens_en", "tokens_es"].map(texts))
}"""


@MODERN
def test_in_spanish(shown: Shown) -> None:
    page = shown.page
    page.locator("#language").select_option("es")
    from_to = [f"«{TEXT[place].replace(' ', '␣')}» ({place + 1})" for place in (START + 8, START + 3)]
    shown.explorer.says(
        ".maps-told", re.escape("Cabeza 2 de la capa 1, de {} a {}: ".format(*from_to)) + r"0,\d+$"
    )
    page.get_by_role("heading", name="Softmax: de puntuaciones a pesos").wait_for()
    assert page.locator(".step-title", has_text="Consulta").count() == L
    formulas = page.locator(".step-formula").all_inner_texts()
    assert formulas.count("x·W_K, normalizada, girada") == formulas.count("P·V, cabezas una junto a otra") == L
    assert "," in page.locator(".map-bits").first.inner_text()


@MODERN
def test_both_languages_say_the_same(visited: Shown) -> None:
    page_en, page_es, panels_en, panels_es, tokens_en, tokens_es = visited.page.evaluate(TEXTS)
    of_characters = {key: text for key, text in (page_en | panels_en).items() if key in tokens_en}
    for one, other in [
        (page_en, page_es),
        (panels_en, panels_es),
        (tokens_en, tokens_es),
        (of_characters, tokens_en),
    ]:
        assert one.keys() == other.keys()
        values = [
            {key: sorted(re.findall(r"{\w+}", text)) for key, text in texts.items()} for texts in (one, other)
        ]
        assert values[0] == values[1]
    assert not page_en.keys() & panels_en.keys()
    code = "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("page/*.js"))
    page = (STATIC / "index.html").read_text(encoding="utf-8")
    named = {*re.findall(r'\bt\("(\w+)"', code), *re.findall(r'data-(?:text|label|hint)="(\w+)"', page)}
    assert len(named) > 50
    assert named <= page_en.keys() | panels_en.keys()
