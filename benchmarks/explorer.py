"""How fast the explorer is in a real browser: the first load, a window, a step.

Chromium without a window, our own server on this computer. The first load is that of the page with the machine in
the box, each time in a browser that has never seen it; times from the moment at which the page is asked for:

    paint           until something is to be seen (first contentful paint)
    interactive     until it has read its first phrase and says what comes next, and the buttons work
    bytes           of all files, heads included, as they were sent

Then the same page writes on for some seconds, as fast as it can, from a short text, from one of a full window and
from a long one:

    characters      written in a second, what comes next with them; the maps wait

And its slider goes through the moments of the training: from the move until the bars of the moment are there. With
a short text and with a full window, each moment the first time, when its weights are fetched, and again:

    moment          in milliseconds

The other figures are of the engine in its worker, with weights at random. Each is taken in the page, from the
request to the response, what the messages cost included; medians, after some rounds to warm up.

    window          forward over a full context of 256 characters, everything on the way kept
    map             the attention weights of one layer, copied to the page
    step            one more character, by the cache, at all lengths from 129 to 256
    overflow        the step at which the context overflows and its last half is read again
    open            fetch, check and open a machine of 1.7 MB

And of what trains, 8 windows of 64 characters of the embedded text, on one core:

    step, kernel    forward, loss, backward and optimizer, dropout included; with the products in WebAssembly
    step, plain     the same with those in JavaScript

And of the panel Learn, as a person uses it: it is opened, Start is pressed, and the novella is learned by each
preset, in --steps steps of 8 windows of 64 characters:

    seconds         until all steps are done, with every sample, map and drawing
    held out        the loss on all of the text that it never trains on, nats a character
    frames          between two pictures of the page while it trains

    python benchmarks/explorer.py [--rounds 20] [--presets modern article] [--only learning] [--steps 300]
"""

import argparse
import json
import re
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from needed import needed

from proust_attention import files
from proust_attention.checkpoint import arrays
from proust_attention.config import build
from proust_attention.explorer import Server, site
from proust_attention.explorer.machine_files import Site
from proust_attention.inspection import random_values
from proust_attention.tokenizer import CharacterTokenizer

with needed("dev"):
    from playwright.sync_api import Browser, Request, sync_playwright

SYMBOLS = "".join(chr(code) for code in range(32, 126))
ASKED = {  # what the page is to be
    "paint": ("at most", 300),
    "interactive": ("at most", 1500),
    "bytes": ("at most", 1_400_000),
    "window": ("at most", 120),
    "characters": ("at least", 60),
    "moment": ("at most", 150),
}
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
INTERACTIVE = """new MutationObserver((_, observer) => {
  if (!document.querySelector("#bars > *") || document.querySelector("#step").disabled) return
  window.interactive = performance.now()
  observer.disconnect()
}).observe(document, { childList: true, subtree: true, attributes: true })"""
PHRASE = "Longtemps, je me suis couché de bonne heure. "
WRITING_MS = 4000
SMOOTH_MS = 50
WRITE = """async time => {
  const speed = document.querySelector("#speed")
  speed.max = speed.value = 1e6  // as fast as it can
  speed.dispatchEvent(new Event("input"))
  const text = document.querySelector("#phrase")
  const button = document.querySelector("#write-on")
  const before = text.value.length, start = performance.now()
  button.click()
  await new Promise(resolve => setTimeout(resolve, time))
  const seconds = (performance.now() - start) / 1000, written = text.value.length - before
  button.click()
  return written / seconds
}"""
SLIDE = """async () => {
  const slider = document.querySelector("#time-slider"), bars = document.querySelector("#bars")
  const moments = Array.from({ length: Number(slider.max) + 1 }, (_, i) => i)
  const times = []
  for (const i of [...moments, ...moments]) {
    const start = performance.now()
    const changed = new Promise(resolve => {
      const observer = new MutationObserver(() => resolve(observer.disconnect()))
      observer.observe(bars, { childList: true })
    })
    slider.value = i
    slider.dispatchEvent(new Event("input"))
    await changed
    await new Promise(requestAnimationFrame)
    times.push(performance.now() - start)
    await new Promise(resolve => setTimeout(resolve, 500)) // what is read in the background is read
  }
  return [times.slice(0, moments.length - 1), times.slice(moments.length)]
}"""
MEASURE = """async ([rounds, address]) => {
  const { Client } = await import("/engine/client.js")
  const engine = new Client()
  const times = { open: [], window: [], map: [], step: [], overflow: [] }
  const timed = async (name, kind, given) => {
    const start = performance.now()
    await engine.request(kind, given)
    times[name].push(performance.now() - start)
  }
  const text = Array.from({ length: 257 }, (_, i) => String.fromCharCode(32 + (i * i * 7919) % 94)).join("")
  for (let round = 0; round < rounds; round++) {
    await timed("open", "fetch", { address })
    for (let again = 0; again < 3; again++) await timed("window", "forward", { text: text.slice(0, 256) })
    await timed("map", "intermediate", { name: "blocks.0.attention.weights" })
    await engine.request("step", { text: text.slice(0, 128) })
    for (let length = 129; length <= 256; length++) await timed("step", "step", { text: text.slice(0, length) })
    await timed("overflow", "step", { text })
  }
  engine.close()
  return times
}"""

TRAIN = """async ([preset, rounds]) => {
  const { begin } = await import("/engine/training/beginning.js")
  const { useKernel } = await import("/engine/product.js")
  const { PRESETS } = await import("/engine/presets.js")
  const text = await (await fetch("/texts/la-casa-de-los-membrillos.txt")).text()
  const { model, training } = PRESETS[preset]
  const run = await begin(text, {
    model: { ...model, context_length: 64 },
    training: { ...training, batch_size: 8, precision: "float32" },
  })
  const times = { "step, kernel": [], "step, plain": [] }
  const used = useKernel(true)
  let step = 0
  for (const [name, wanted, count] of [["step, kernel", true, 3 * rounds], ["step, plain", false, rounds]]) {
    useKernel(wanted)
    for (let round = 0; round < count; round++, step++) {
      const batch = run.material.batches.at(step)
      const start = performance.now()
      run.learner.step(batch, step)
      times[name].push(performance.now() - start)
    }
  }
  return [used, times]
}"""


FRAMES = """() => {
  window.frames_ms = []
  let last = performance.now()
  const frame = now => {
    frames_ms.push(now - last)
    last = now
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
}"""


def machine(folder: Path, preset: str) -> None:
    """Write a machine of random weights."""
    config = build(len(SYMBOLS), preset)
    files.write_json(folder / "config.json", config.to_dict())
    files.write_json(folder / "tokenizer.json", CharacterTokenizer(SYMBOLS).to_dict())
    values = random_values(config.model)
    arrays.write(folder / "model.safetensors", {name: array.astype(np.float32) for name, array in values.items()})


@contextmanager
def browsing(site: Site) -> Iterator[tuple[Browser, str]]:
    """Serve a site; yield a browser and the address."""
    with Server(site) as server, sync_playwright() as playwright:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        yield browser, server.address
        browser.close()
        server.shutdown()


def load(rounds: int) -> dict[str, list[float]]:
    """Return paint, interactive and bytes of so many first loads."""
    with browsing(site.build()) as (browser, address):
        print(f"first load: Chromium {browser.version}")
        loads = [load_once(browser, address) for _ in range(rounds)]
    names = ("paint", "interactive", "bytes")
    return {name: [one[i] for one in loads] for i, name in enumerate(names)}


def load_once(browser: Browser, address: str) -> tuple[float, float, float]:
    """Return milliseconds to the first paint and until the page can be used, and bytes."""
    requests: list[Request] = []
    with browser.new_context() as context:
        context.on("requestfinished", lambda request: requests.append(request))  # the worker's, too
        page = context.new_page()
        page.add_init_script(INTERACTIVE)
        page.goto(address)
        page.locator("#bars > *").first.wait_for()
        page.wait_for_load_state("networkidle")
        sizes = [request.sizes() for request in requests]
        size = sum(one["responseHeadersSize"] + one["responseBodySize"] for one in sizes)
        return page.evaluate(PAINT), page.evaluate("interactive"), size


def write(rounds: int) -> None:
    """Print how fast the page writes on."""
    with browsing(site.build()) as (browser, address):
        for length in (20, 240, 5000):
            speeds = [write_once(browser, address, length) for _ in range(rounds)]
            show({f"characters, from {length}": speeds}, "/s")


def write_once(browser: Browser, address: str, length: int) -> float:
    """Return characters a second, from a text of this length on."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.fill("#phrase", (PHRASE * 200)[:length])
        page.locator(f'#characters > [data-place="{length - 1}"]').wait_for()
        return float(page.evaluate(WRITE, WRITING_MS))


def slide() -> None:
    """Print how long a move of the slider takes."""
    for length in (28, 256):
        with browsing(site.build()) as (browser, address):
            page = browser.new_page()
            page.goto(address)
            page.fill("#phrase", (PHRASE * 10)[:length])
            page.locator(f"#characters > :nth-child({length})").wait_for()
            page.wait_for_timeout(1000)
            first, again = page.evaluate(SLIDE)
            show({f"moment, {length}, first": first, f"moment, {length}, again": again})


def measure(preset: str, rounds: int) -> dict[str, list[float]]:
    """Return the milliseconds of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        machine(Path(folder), preset)
        pages = site.build(folder)
        with browsing(pages) as (browser, address):
            page = browser.new_page()
            page.goto(address + "engine/protocol.js")
            name = json.loads(site.content(pages["machines/index.json"]))["opened"]
            print(f"{preset}:")
            return page.evaluate(MEASURE, [rounds, f"/machines/{name}/"])


def train(preset: str, rounds: int) -> None:
    """Print what a step of training takes, with the kernel and without."""
    with browsing(site.build()) as (browser, address):
        page = browser.new_page()
        page.goto(address + "engine/protocol.js")
        used, times = page.evaluate(TRAIN, [preset, rounds])
        print(f"training, {preset}, 8 x 64" + ("" if used else " (this browser refuses the kernel)") + ":")
        show(times)
        kernel, plain = (float(np.median(values[len(values) // 5 :])) for values in times.values())
        print(f"  the kernel is {plain / kernel:.1f} times as fast")


def learn(preset: str, steps: int) -> None:
    """Print how long the page takes to learn the novella, how well, and how smoothly."""
    with browsing(site.build()) as (browser, address), browser.new_context(locale="en-GB") as context:
        page = context.new_page()
        page.goto(address)
        page.locator("#characters > *").first.wait_for()
        page.locator(".learn-open").click()
        page.locator("#learn-preset").evaluate("one => (one.closest('details').open = true)")
        page.select_option("#learn-preset", preset)
        page.fill("#learn-steps", str(steps))
        page.locator("#learn-steps").dispatch_event("change")
        page.evaluate(FRAMES)
        start = time.perf_counter()
        page.locator(".learn-go").click()
        page.locator(".learn-where", has_text="All steps are done").wait_for(timeout=600_000)
        seconds = time.perf_counter() - start
        loss = re.findall(r"loss is (\d+\.\d+)", page.locator(".learn-words").first.inner_text())[0]
        frames = np.array(page.evaluate("frames_ms"))
    print(f"learning in the page, {preset}, the novella, {steps} steps:")
    print(f"  seconds  {seconds:.1f}   held out  {loss} nats a character")
    middle, high, longest = np.percentile(frames, [50, 99, 100])
    slow = (frames > SMOOTH_MS).sum()
    print(f"  frames   median {middle:.1f} ms   99% below {high:.1f} ms   longest {longest:.1f} ms   "
          f"{slow} of {len(frames)} above {SMOOTH_MS} ms")  # fmt: skip


def show(figures: dict[str, list[float]], unit: str = "ms") -> None:
    """Print median, least and the 95th percentile, the first fifth left out."""
    for name, values in figures.items():
        low, middle, high = np.percentile(values[len(values) // 5 :], [0, 50, 95])
        of = "bytes" if name == "bytes" else unit
        print(
            f"  {name:<22}median {middle:12,.2f} {of}   least {low:12,.2f}   95% below {high:12,.2f}   "
            f"n {len(values)}{asked(name)}"
        )


def asked(name: str) -> str:
    """Return what is asked of a figure, if anything is."""
    limit = ASKED.get(name.partition(",")[0])
    return f"   asked {limit[0]} {limit[1]:,}" if limit else ""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--presets", nargs="+", default=["modern", "article"])
    parser.add_argument("--steps", type=int, default=500, help="of what is learned in the panel")
    parser.add_argument("--only", choices=("page", "engine", "training", "learning"), help="only this part")
    given = parser.parse_args()
    if given.only in (None, "page"):
        show(load(given.rounds))
        write(max(1, given.rounds // 4))
        slide()
    for preset in given.presets:
        if given.only in (None, "engine"):
            show(measure(preset, given.rounds))
    for preset in given.presets:
        if given.only in (None, "training"):
            train(preset, given.rounds)
        if given.only in (None, "learning"):
            learn(preset, given.steps)


if __name__ == "__main__":
    main()
