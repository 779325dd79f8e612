/**
 * Beginning: a new run, from a text and settings.
 */

import { BpeTokenizer } from "../bpe.js"
import { fromTable, whole } from "../config.js"
import { MachineError, quoted } from "../errors.js"
import { sha256 } from "../safetensors.js"
import * as tokenizers from "../tokenizer.js"
import { cut } from "./batches.js"
import { initial } from "./initial.js"
import { encodeParts } from "./material.js"
import { requireRoom } from "./room.js"
import { Run } from "./run.js"
import { trainingOf } from "./settings.js"

const LARGEST_TEXT = 20_000_000 // characters: a text that is far longer is another thing, dropped by mistake

const PIECES = 512 // of a vocabulary, where nobody says how many
const MOST_PIECES = 65_536

/**
 * Begin a run with a text.
 * @param {string} text as a corpus would have it (asTyped in alphabet.js)
 * @param {Record<string, any>} settings the groups of a config.json, in part: model, training, sampling, tokenizer
 * @param {{kind: string} | null} table of a tokenizer that knows the text; null: as the settings say, its
 *   characters are the tokens, or pieces that are learned from the part that trains
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
  const training = trainingOf(settings.training)
  const ofPart = () => characters.slice(0, cut(characters.length, training.held_out_fraction)).join("")
  const tokenizer = table
    ? tokenizers.fromTable(table)
    : tokenizerFor(settings.tokenizer ?? {}, symbols.join(""), ofPart)
  tokenizers.idsOf(tokenizer, text) // refuses what it does not know
  const ids = encodeParts(text, training.held_out_fraction, tokenizer)
  const model = { ...settings.model, vocab_size: tokenizer.pieces.length }
  const { kind } = tokenizer.toTable()
  const tokens = { kind, vocab_size: kind === "bpe" ? model.vocab_size : null }
  const config = { ...settings, model, training, tokenizer: tokens }
  const checked = fromTable(config).model
  requireRoom(checked, training)
  const digest = await sha256(new Blob([text]))
  const known = { language: "", characters: characters.length, symbols: tokenizer.alphabet.symbols.join("") }
  const corpus = { ...known, ...(digest && { sha256: digest }), sources: [] }
  const origin = { config, tokenizer, corpus, began: { engine: "page", from: null }, ids, snapshots: new Map() }
  return new Run(origin, initial(checked, training.seed, training.initialisation))
}

/**
 * Return the tokenizer of a new run.
 * @param {{kind?: string, vocab_size?: number | null}} wanted
 * @param {string} symbols of the whole text
 * @param {() => string} training the part that trains
 */
function tokenizerFor({ kind = "characters", vocab_size }, symbols, training) {
  if (kind !== "bpe") return tokenizers.fromTable({ kind, symbols })
  const size = vocab_size ?? PIECES
  const { holds, allowed } = whole(2, MOST_PIECES)
  if (!holds(size)) {
    throw new MachineError("setting_wrong", { setting: "tokenizer.vocab_size", value: quoted(size), allowed })
  }
  return BpeTokenizer.learn(symbols, training(), size)
}
