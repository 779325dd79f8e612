// Write with the machine of this folder, in JavaScript: in Node, and `machine` in a browser too.
//
//     npm install onnxruntime-web
//     node write.mjs "La casa" 200 0.8        // the beginning, how many tokens, the temperature (0: the likeliest)
//
// In a browser, from any server: const { write } = await machine(ort, name => fetch(name).then(r => r.arrayBuffer()))
//
// model.onnx computes the tokens that are new from those and from what it computed before, the keys and values, which
// go in and come out. Where the text outgrows the context, its last half is read again, from an empty past.

/** Open the machine. `ort` is onnxruntime-web; `read` returns the bytes of a file of this folder. */
export async function machine(ort, read) {
  const json = async (name) => JSON.parse(new TextDecoder().decode(await read(name)))
  const { model } = await json("config.json")
  const { symbols, merges = [] } = await json("tokenizer.json")
  const pieces = [...symbols, ...merges.map((pair) => pair.join(""))]
  const ids = new Map(pieces.map((piece, id) => [piece, id]))
  const order = new Map(merges.map((pair, place) => [JSON.stringify(pair), place]))
  const session = await ort.InferenceSession.create(new Uint8Array(await read("model.onnx")))

  /** Divide a text into pieces: in each word the merge that was learned first is done first. */
  function encode(text) {
    const composed = text.normalize("NFC")
    const words = merges.length ? composed.match(/ ?[^ \n]{1,100}|[ \n]/gu) ?? [] : [...composed]
    return words.flatMap((word) => divided([...word])).map((piece) => {
      if (!ids.has(piece)) throw new Error(`the machine does not know ${JSON.stringify(piece)}`)
      return ids.get(piece)
    })
  }

  function divided(word) {
    for (;;) {
      const places = word.slice(1).map((right, i) => order.get(JSON.stringify([word[i], right])) ?? Infinity)
      const first = Math.min(...places)
      if (first === Infinity) return word
      const at = places.indexOf(first)
      word.splice(at, 2, word[at] + word[at + 1])
    }
  }

  /** Return the prompt and what goes on from it; an empty one begins a paragraph. */
  async function write(prompt, tokens, temperature) {
    const { context_length: context, n_layers: L, n_heads: H, d_model: D, vocab_size: V } = model
    const nothing = new ort.Tensor("float32", new Float32Array(0), [L, 1, H, 0, D / H])
    const text = encode(prompt || "\n")
    const half = Math.floor(context / 2)
    const cut = (length) => length - ((length - context - 1) % (context + 1 - half)) - half
    let [keys, values] = [nothing, nothing]
    let fresh = text.slice(text.length <= context ? 0 : cut(text.length))
    for (let i = 0; i < tokens; i++) {
      const input_ids = new ort.Tensor("int64", BigInt64Array.from(fresh, BigInt), [1, fresh.length])
      const found = await session.run({ input_ids, past_keys: keys, past_values: values })
      text.push(draw(found.logits.data.subarray(-V), temperature))
      ;({ keys, values } = found)
      fresh = text.slice(-1)
      if (keys.dims[3] === context) {
        // it is full
        keys = values = nothing
        fresh = text.slice(-half)
      }
    }
    return text.map((id) => pieces[id]).join("")
  }
  return { encode, write }
}

/** Draw the next token; at temperature 0 take the likeliest. */
function draw(logits, temperature) {
  const most = Math.max(...logits)
  if (temperature === 0) return logits.indexOf(most)
  const weights = Array.from(logits, (z) => Math.exp((z - most) / temperature))
  let left = Math.random() * weights.reduce((sum, weight) => sum + weight)
  const drawn = weights.findIndex((weight) => (left -= weight) < 0)
  return drawn < 0 ? logits.indexOf(most) : drawn // rounding can leave a rest that no weight takes
}

if (globalThis.process?.argv?.[1]?.endsWith("write.mjs")) {
  const { readFile } = await import("node:fs/promises")
  const [prompt = "", tokens = "200", temperature = "0.8"] = process.argv.slice(2)
  if (!Number.isFinite(Number(tokens) + Number(temperature))) {
    console.error("how many tokens, and the temperature, must be numbers")
    process.exit(1)
  }
  const ort = await import("onnxruntime-web")
  const { write } = await machine(ort, (name) => readFile(new URL(name, import.meta.url)))
  console.log(await write(prompt, Number(tokens), Number(temperature)))
}
