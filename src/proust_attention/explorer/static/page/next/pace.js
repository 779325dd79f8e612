/**
 * The pace of writing, and the seed that it draws with.
 */

import { byId, element } from "../widgets/elements.js"

/** @typedef {import("../core/app.js").App} App */

const SPEEDS = { least: 1, most: 120 } // tokens a second, if the computer is fast enough

/** @param {App} app */
export function mountPace(app) {
  const { store } = app
  const { least, most } = SPEEDS
  const range = { min: least, max: most, value: store.state.speed, "aria-describedby": "speed-about" }
  const speed = element("input", { type: "range", id: "speed", ...range })
  const whole = { min: 0, max: Number.MAX_SAFE_INTEGER, step: 1 }
  const seed = element("input", { type: "number", id: "seed", ...whole, "aria-describedby": "seed-about" })
  const output = element("output", { for: "speed" })
  const slow = element("p", { class: "quiet", id: "speed-about" })
  const another = element("button", { type: "button", id: "another-seed" })
  const about = element("p", { class: "quiet", id: "seed-about", role: "status" })
  const labels = { speed: element("label", { for: "speed" }), seed: element("label", { for: "seed" }) }
  byId("pace").append(
    element("div", { class: "slider" }, labels.speed, speed, output, slow),
    element("div", { class: "row" }, labels.seed, seed, another, about),
  )
  const showSpeed = () => (output.textContent = app.t("a_second", { count: store.state.speed }))
  speed.addEventListener("input", () => store.set({ speed: Number(speed.value) }))
  store.on(["speed"], showSpeed)
  const isSeedWrong = () => seed.value === "" || !seed.validity.valid
  const showSeed = () => {
    const isWrong = isSeedWrong()
    seed.setAttribute("aria-invalid", String(isWrong))
    about.textContent = isWrong ? app.t("seed_wrong", { seed: String(store.state.seed) }) : app.t("seed_about")
  }
  let before = store.state.seed // when somebody began to change it: of a wrong one the first digits do not stay
  seed.addEventListener("focus", () => (before = store.state.seed))
  seed.addEventListener("input", () => {
    const began = seed.validity.badInput || seed.value.startsWith(String(store.state.seed))
    if (!isSeedWrong()) store.set({ seed: Number(seed.value) })
    else if (began) store.set({ seed: before })
    showSeed()
  })
  another.addEventListener("click", () => store.set({ seed: Math.floor(Math.random() * 1e6) }))
  store.on(["seed"], (state) => {
    const isTyped = document.activeElement === seed && seed.getAttribute("aria-invalid") === "true"
    if (!isTyped && (Number(seed.value) !== state.seed || seed.value === "")) seed.value = String(state.seed)
    if (!isTyped) showSeed()
  })
  app.onLanguage(() => {
    labels.speed.textContent = app.t("speed")
    labels.seed.textContent = app.t("seed")
    another.textContent = app.t("another_seed")
    showSeed()
    slow.textContent = app.t("speed_about")
    showSpeed()
  })
}
