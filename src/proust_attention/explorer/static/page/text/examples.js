/**
 * The examples: phrases to begin with, each of which shows something that the machine can do or cannot. They are
 * in the language that the machine has read; for a machine of which none is known there are none.
 */

import { byId, element } from "../widgets/elements.js"

/** @typedef {"name" | "quotation" | "half" | "foreign"} Kind */

/** @type {Record<string, Record<Kind, string>>} by the language of the machine */
const PHRASES = {
  fr: {
    name: "Swann entra. «Bonjour, dit Odette à Sw",
    quotation: "«Il est parti hier. ",
    half: "Je ne sais pas si vous conn",
    foreign: "En un lugar de la Mancha, de cuyo nombre",
  },
  es: {
    name: "Fortunata entró en la sala; y Jacinta miró a Fortu",
    quotation: "«¡Qué cosas tienes!",
    half: "No había dormido en toda la noc",
    foreign: "Longtemps, je me suis couché de bonne",
  },
}

/** @param {import("../core/app.js").App} app */
export function mountExamples({ store, t }) {
  const place = byId("examples")
  store.on(["speaks", "language", "unit"], ({ speaks }) => {
    const chips = Object.entries(PHRASES[speaks] ?? {}).map(([kind, phrase]) => chip(kind, phrase))
    place.replaceChildren(...(chips.length ? [t("examples_intro"), ...chips] : []))
    place.hidden = !chips.length
  })

  /** @type {(kind: string, phrase: string) => HTMLElement} */
  function chip(kind, phrase) {
    const name = t(kind === "foreign" ? `example_foreign_${store.state.speaks}` : `example_${kind}`)
    const made = element("button", { type: "button", class: "chip", title: phrase }, name)
    made.addEventListener("click", () => store.set({ text: phrase, written: 0, writing: false, pinned: false }))
    return made
  }
}
