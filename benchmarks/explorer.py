"""How fast the explorer's engine is in a real browser: milliseconds for a window, for a step, for opening.

Chromium without a window, our own server, the engine in its worker, weights at random. Each figure is taken in the
page, from the question to the answer, what the messages cost included; medians, after some rounds to warm up.

    window          forward over a full context of 256 characters, everything on the way kept
    map             the attention weights of one layer, copied to the page
    step            one more character, by the cache, at all lengths from 129 to 256
    overflow        the step at which the context overflows and its last half is read again
    open            fetch, check and open a machine of 1.7 MB

    python benchmarks/explorer.py [--rounds 20] [--presets modern article]
"""

import argparse
import shutil
import tempfile
import threading
from pathlib import Path

import numpy as np
from playwright.sync_api import sync_playwright

from proust_attention import files
from proust_attention.checkpoint import arrays
from proust_attention.config import build
from proust_attention.explorer import Server
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer

SYMBOLS = "".join(chr(code) for code in range(32, 126))
MEASURE = """async rounds => {
  const { Client } = await import("/engine/client.js")
  const engine = new Client()
  const times = { open: [], window: [], map: [], step: [], overflow: [] }
  const timed = async (name, kind, what) => {
    const start = performance.now()
    await engine.ask(kind, what)
    times[name].push(performance.now() - start)
  }
  const text = Array.from({ length: 257 }, (_, i) => String.fromCharCode(32 + (i * i * 7919) % 94)).join("")
  for (let round = 0; round < rounds; round++) {
    await timed("open", "fetch", { address: "/machine/" })
    for (let again = 0; again < 3; again++) await timed("window", "forward", { text: text.slice(0, 256) })
    await timed("map", "intermediate", { name: "blocks.0.attention.weights" })
    await engine.ask("step", { text: text.slice(0, 128) })
    for (let length = 129; length <= 256; length++) await timed("step", "step", { text: text.slice(0, length) })
    await timed("overflow", "step", { text })
  }
  engine.close()
  return times
}"""


def machine(folder: Path, preset: str) -> None:
    """Write a machine of random weights."""
    config = build(len(SYMBOLS), preset)
    files.write_json(folder / "config.json", config.to_dict())
    files.write_json(folder / "tokenizer.json", CharacterTokenizer(SYMBOLS).to_dict())
    values = random_values(config.model)
    arrays.write(folder / "model.safetensors", {name: array.astype(np.float32) for name, array in values.items()})


def measure(preset: str, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each kind."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        machine(Path(folder), preset)
        with Server(Path(folder)) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            page = browser.new_page()
            page.goto(server.address + "engine/protocol.js")
            times = page.evaluate(MEASURE, rounds)
            print(f"{preset}: Chromium {browser.version}")
            browser.close()
            server.shutdown()
    return times


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--presets", nargs="+", default=["modern", "article"])
    given = parser.parse_args()
    for preset in given.presets:
        for name, times in measure(preset, given.rounds).items():
            low, middle, high = np.percentile(times[len(times) // 5 :], [0, 50, 95])
            print(
                f"  {name:<10}median {middle:7.2f} ms   least {low:7.2f}   95% below {high:7.2f}   n {len(times)}"
            )


if __name__ == "__main__":
    main()
