"""The products of matrices: by the kernel in WebAssembly, plainly, and where the first is refused."""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from proust_attention.explorer import site
from tests.explorer.browsing import Engine, recording, serving, unpacked

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PRODUCTS = """async ([cases, wanted, kind]) => {
  const { product, timesTransposed, transposedTimes, useKernel } = await import("/engine/product.js")
  const { [kind]: Floats } = { Float32Array, Float64Array }
  const used = useKernel(wanted)
  const products = cases.map(([x, W, turnedX, turnedW, inner, columns]) => {
    const [a, b, c, d] = [x, W, turnedX, turnedW].map(numbers => Floats.from(numbers))
    const rows = a.length / inner
    const turned = [timesTransposed(a, d, inner, columns), transposedTimes(c, b, rows, columns)]
    return [product(a, b, inner, columns), ...turned]
  })
  return pack({ used, products })
}"""
IN_TURN = """async ([cases, fused]) => {
  const { Kernel } = await import("/engine/kernel.js")
  const kernel = new Kernel(fused)
  const products = cases.map(([x, W, rows, inner, columns]) => {
    const [a, b] = [{ data: Float32Array.from(x), down: inner }, { data: Float32Array.from(W), down: columns }]
    return kernel.product({ ...a, across: 1 }, { ...b, across: 1 }, rows, inner, columns)
  })
  return pack(products)
}"""
SHAPES = [
    (1, 1, 1),
    (4, 1, 1),
    (3, 5, 2),
    (4, 7, 3),
    (9, 6, 5),
    (2, 1100, 3),
    (64, 64, 64),
    (5, 300, 94),
    (8, 1, 17),
]


@pytest.mark.parametrize(
    ("kernel", "kind"), [(True, "Float32Array"), (False, "Float32Array"), (True, "Float64Array")], ids=str
)
def test_products_of_all_shapes(engine: Engine, kernel: bool, kind: str) -> None:
    """Each three times: as it is, and with one of the matrices to be transposed."""
    roll = np.random.Generator(np.random.Philox(2))
    pairs = [
        (np.maximum(roll.normal(size=(rows, inner)), 0), roll.normal(size=(inner, columns)))
        for rows, inner, columns in SHAPES
    ]
    cases = [[*(array.ravel().tolist() for array in (x, W, x.T, W.T)), x.shape[1], W.shape[1]] for x, W in pairs]
    found = unpacked(engine.page.evaluate(PRODUCTS, [cases, kernel, kind]))
    assert found["used"] is kernel
    for (x, W), products in zip(pairs, found["products"], strict=True):
        tolerance = 1e-12 if kind == "Float64Array" else 1e-5 * np.abs(x).max() * np.abs(W).max() * len(W)
        for y in products:
            np.testing.assert_allclose(y.reshape(len(x), -1), x @ W, rtol=0, atol=tolerance)


def test_with_the_fused_instruction_and_without(engine: Engine) -> None:
    """Not every browser knows it. One kernel for all shapes: what one leaves in the memory harms no other."""
    roll = np.random.Generator(np.random.Philox(3))
    pairs = [
        (roll.normal(size=(rows, inner)), roll.normal(size=(inner, columns))) for rows, inner, columns in SHAPES
    ]
    cases = [[x.ravel().tolist(), W.ravel().tolist(), *x.shape, W.shape[1]] for x, W in [*pairs, *reversed(pairs)]]
    fused, plain = (unpacked(engine.page.evaluate(IN_TURN, [cases, fused])) for fused in (True, False))
    for (x, W), one, other in zip([*pairs, *reversed(pairs)], fused, plain, strict=True):
        for y in (one, other):
            np.testing.assert_allclose(y.reshape(len(x), -1), x @ W, rtol=0, atol=1e-5 * len(W))
    assert any((one != other).any() for one, other in zip(fused, plain, strict=True))


def test_numbers_that_are_not_finite_spread_as_they_do_in_numpy(engine: Engine) -> None:
    code = """async wanted => {
      const { product, useKernel } = await import("/engine/product.js")
      useKernel(wanted)
      const x = Float32Array.from([1, 1, NaN, 1, 1, 1, 1, Infinity]), W = Float32Array.from([1, 2, -1, 3])
      return [...product(x, W, 2, 2)].map(String)
    }"""
    x = np.array([[1, 1], [np.nan, 1], [1, 1], [1, np.inf]])
    expected = x @ [[1, 2], [-1, 3]]
    for kernel in (True, False):
        found = np.array([float(number) for number in engine.page.evaluate(code, kernel)]).reshape(4, 2)
        np.testing.assert_array_equal(found, expected)


def test_memory_that_the_browser_does_not_give(engine: Engine) -> None:
    """It grows with what it is to hold; what is not given changes nothing."""
    code = """async () => {
      const { Kernel } = await import("/engine/kernel.js")
      const kernel = new Kernel()
      const first = kernel.floats.length
      return [first, kernel.hold(first + 1), kernel.floats.length, kernel.hold(2 ** 40), kernel.floats.length]
    }"""
    page = 65_536 // 4
    assert engine.page.evaluate(code) == [page, True, 2 * page, False, 2 * page]


def test_a_policy_that_forbids_it(browser: "Browser") -> None:
    """The worker reads a text all the same."""
    with serving(site.build()) as server, recording(browser) as (recorded, visit):
        strict = server.headers["Content-Security-Policy"].replace(" 'wasm-unsafe-eval'", "")
        server.headers = {**server.headers, "Content-Security-Policy": strict}
        recorded.allowed.add(server.address)
        page = visit.new_page()
        page.goto(server.address + "engine/protocol.js")
        engine = Engine(page, recorded.lines)
        code = "import('/engine/product.js').then(({ useKernel }) => useKernel(true))"
        assert page.evaluate(code) is False
        engine.fetch()
        assert engine.request("forward", text="Longtemps, je me suis")["start"] == 0
        recorded.forget("/favicon.ico")
        recorded.lines[:] = [line for line in recorded.lines if "WebAssembly" not in line]  # the browser's word
