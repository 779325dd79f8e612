/**
 * Beginning: a new run, from a text and settings.
 */

import { fromTable } from "../config.js"
import { MachineError } from "../errors.js"
import { sha256 } from "../safetensors.js"
import * as tokenizers from "../tokenizer.js"
import { initial } from "./initial.js"
import { encodeParts } from "./material.js"
import { requireRoom } from "./room.js"
import { Run } from "./run.js"
import { trainingOf } from "./settings.js"

const LARGEST_TEXT = 20_000_000 // characters: a text that is far longer is another thing, dropped by mistake

/**
 * Begin a run with a text.
 * @param {string} text as a corpus would have it (asTyped in alphabet.js)
 * @param {Record<string, any>} settings the groups model, training and sampling of a config.json, in part
 * @param {{kind: string} | null} table of a tokenizer that knows the text; null: its characters are the tokens
 * @returns {Promise<Run>}
 * @throws {MachineError}
 */
export async function begin(text, settings, table = null) {
  const characters = [...text]
  if (characters.length > LARGEST_TEXT) {
    throw new MachineError("corpus_large", { size: characters.length, most: LARGEST_TEXT })
  }
  const codes = [...new Set(characters)].map((character) => Number(character.codePointAt(0)))
  const symbols = codes.sort((one, other) => one - other).map((code) => String.fromCodePoint(code))
  if (symbols.length < 2) throw new MachineError("corpus_uniform")
  const tokenizer = tokenizers.fromTable(table ?? { kind: "characters", symbols: symbols.join("") })
  tokenizers.idsOf(tokenizer, text) // refuses what it does not know
  const training = trainingOf(settings.training)
  const ids = encodeParts(text, training.held_out_fraction, tokenizer)
  const model = { ...settings.model, vocab_size: tokenizer.pieces.length }
  const config = { ...settings, model, training, tokenizer: { kind: tokenizer.toTable().kind, vocab_size: null } }
  const checked = fromTable(config).model
  requireRoom(checked, training)
  const digest = await sha256(new Blob([text]))
  const known = { language: "", characters: characters.length, symbols: tokenizer.alphabet.symbols.join("") }
  const corpus = { ...known, ...(digest && { sha256: digest }), sources: [] }
  const origin = { config, tokenizer, corpus, began: { engine: "page", from: null }, ids, snapshots: new Map() }
  return new Run(origin, initial(checked, training.seed, training.initialisation))
}
