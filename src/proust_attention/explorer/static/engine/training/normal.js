/**
 * Normal: numbers from the bell curve, those of NumPy's standard_normal.
 *
 * # Class Notes
 *
 * The area below e^(-x²/2) is cut into 256 horizontal layers of equal size (Marsaglia and Tsang 2000: the
 * ziggurat). To draw a point below the curve, take a layer at random, and in it a point along its width. Nearly
 * always, in 99.3% of all cases, the point lies where the layer above covers the whole height, and so below the
 * curve: a multiplication and a comparison. Else it is held against the curve itself; and the lowest layer has a
 * tail without end.
 *
 * The tables follow from R, where the tail begins, and the size of a layer: each width from the one below it.
 */

const LAYERS = 256
const BITS = 2 ** 52
const R = 3.6541528853610088
const SIZE = 0.004928673233974658

/** @param {number} x */
const curve = (x) => Math.exp(-0.5 * x * x)

const widths = new Float64Array(LAYERS) // of each layer, in units of 2⁻⁵²
const sure = new Float64Array(LAYERS) // below this, in the same units, a point is below the curve
const heights = new Float64Array(LAYERS)
tabulate()

function tabulate() {
  let x = R
  widths[0] = SIZE / curve(R)
  sure[0] = (R / widths[0]) * BITS
  heights[0] = 1
  for (let layer = LAYERS - 1; layer > 0; layer--) {
    widths[layer] = x
    heights[layer] = curve(x)
    const above = layer > 1 ? Math.sqrt(-2 * Math.log(SIZE / x + curve(x))) : 0
    sure[layer] = (above / x) * BITS
    x = above
  }
  for (let layer = 0; layer < LAYERS; layer++) widths[layer] /= BITS
}

/**
 * Return a number with mean 0 and standard deviation 1.
 * @param {import("../philox.js").Philox} random
 */
export function standardNormal(random) {
  for (;;) {
    random.next()
    const { low, high } = random
    const layer = low & 0xff
    const along = (high & 0x1fff_ffff) * 2 ** 23 + (low >>> 9) // of the word of 64 bits, those from 9 to 60
    const sign = low & 0x100 ? -1 : 1
    const x = sign * along * widths[layer]
    if (along < sure[layer]) return x
    if (layer === 0) return (Math.floor(along / 256) & 1 ? -1 : 1) * tail(random)
    const between = (heights[layer - 1] - heights[layer]) * random.uniform() + heights[layer]
    if (between < curve(x)) return x
  }
}

/** @param {import("../philox.js").Philox} random */
function tail(random) {
  for (;;) {
    const x = -Math.log1p(-random.uniform()) / R
    const y = -Math.log1p(-random.uniform())
    if (y + y > x * x) return R + x
  }
}
