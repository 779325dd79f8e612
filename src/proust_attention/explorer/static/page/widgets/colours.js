/**
 * Colours: how large a number is, said by a colour.
 *
 * Two ramps, each a table of 256 colours. One goes from the paper through the accent to the ink: for what is never
 * below 0, such as weights. The other has two arms from the paper, blue below 0 and orange above, which the
 * colour-blind can tell apart: for what has a sign. Both run evenly in lightness (in OKLab, a space made after the
 * eye), so that twice as far is twice as dark; and they are made of the page's own colours, so that dark mode has
 * its own.
 */

/** @typedef {[number, number, number]} Lab lightness, green to red, blue to yellow */
/** @typedef {{weights: Uint32Array, signed: Uint32Array}} Ramps 256 colours each, as ImageData has them */

const STEPS = 256
/** A logarithmic scale begins here: a weight of one in ten thousand, or less, has the colour of the paper. */
export const LEAST = 1e-4

/**
 * How far along the ramp a weight lies, from 0 to 1.
 * @type {Record<"linear" | "log", (weight: number) => number>}
 */
export const ALONG = {
  linear: (weight) => weight,
  log: (weight) => Math.max(0, 1 - Math.log10(weight) / Math.log10(LEAST)),
}

/** @type {Ramps | null} */
let present = null

/** Return the ramps of the page's present colours. */
export function ramps() {
  return (present ??= make())
}

/** @returns {Ramps} */
function make() {
  const [paper, accent, ink, below, above] = ["paper", "accent", "ink", "below", "above"].map(lab)
  const middle = Math.min(0.8, Math.max(0.2, (paper[0] - accent[0]) / (paper[0] - ink[0])))
  const weights = table((at) => {
    return at < middle ? between(paper, accent, at / middle) : between(accent, ink, (at - middle) / (1 - middle))
  })
  const signed = table((at) => between(paper, at < 0.5 ? below : above, Math.abs(2 * at - 1)))
  return { weights, signed }
}

/**
 * Colour numbers, one after the other.
 * @param {ArrayLike<number>} numbers
 * @param {Uint32Array} ramp
 * @param {(number: number) => number} along from 0 to 1; NaN is left clear
 * @param {number} columns
 */
export function coloured(numbers, ramp, along, columns) {
  const image = new ImageData(columns, numbers.length / columns)
  const pixels = new Uint32Array(image.data.buffer)
  for (let i = 0; i < pixels.length; i++) {
    const at = along(numbers[i])
    if (!Number.isNaN(at)) pixels[i] = ramp[Math.round(Math.min(1, Math.max(0, at)) * (STEPS - 1))]
  }
  return image
}

/**
 * Call back when the colours of the page change, as they do with dark mode.
 * @param {() => void} listener
 */
export function onColours(listener) {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
    present = null
    listener()
  })
}

/** @param {(at: number) => Lab} colour at a place from 0 to 1 */
function table(colour) {
  return Uint32Array.from({ length: STEPS }, (_, i) => packed(colour(i / (STEPS - 1))))
}

/** @type {(one: Lab, other: Lab, at: number) => Lab} */
function between(one, other, at) {
  return /** @type {Lab} */ (one.map((value, i) => value + at * (other[i] - value)))
}

/**
 * The colour of the page that has this name, in OKLab.
 * @param {string} name
 * @returns {Lab}
 */
function lab(name) {
  const probe = document.body.appendChild(document.createElement("i"))
  probe.style.color = `var(--${name})`
  probe.style.setProperty("forced-color-adjust", "none") // the maps keep our colours where others are forced
  const context = /** @type {OffscreenCanvasRenderingContext2D} */ (new OffscreenCanvas(1, 1).getContext("2d"))
  context.fillStyle = getComputedStyle(probe).color // any way of writing a colour: the canvas reads it
  probe.remove()
  context.fillRect(0, 0, 1, 1)
  const [r, g, b] = [...context.getImageData(0, 0, 1, 1).data].map((byte) => linear(byte / 255))
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

/**
 * A colour as four bytes: red, green, blue, opaque; in one number, the first byte the lowest.
 * @param {Lab} colour
 */
function packed([lightness, a, b]) {
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const bytes = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.round(255 * curved(Math.min(1, Math.max(0, value)))))
  return (255 << 24) | (bytes[2] << 16) | (bytes[1] << 8) | bytes[0]
}

/** From a screen's value to light, and back (sRGB). @param {number} value */
function linear(value) {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

/** @param {number} light */
function curved(light) {
  return light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
}
