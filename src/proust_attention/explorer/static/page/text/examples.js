/**
 * The examples: phrases to begin with, each of which shows something that the machine can do or cannot. They are
 * in the language that the machine has read; for a machine of which none is known there are none.
 */

import { byId, element } from "../widgets/elements.js"

/** @typedef {"name" | "quotation" | "half" | "foreign"} Kind */

/** @type {Record<"fr" | "es", Record<Kind, string>>} by the language of the machine */
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
    const chips = speaks === "fr" || speaks === "es" ? chipsIn(speaks) : []
    place.replaceChildren(...(chips.length ? [t("examples_intro"), ...chips] : []))
    place.hidden = !chips.length
  })

  /** @param {keyof typeof PHRASES} speaks */
  function chipsIn(speaks) {
    const { name, quotation, half, foreign } = PHRASES[speaks]
    return [
      chip(t("example_name"), name),
      chip(t("example_quotation"), quotation),
      chip(t("example_half"), half),
      chip(t(`example_foreign_${speaks}`), foreign),
    ]
  }

  /** @type {(name: string, phrase: string) => HTMLElement} */
  function chip(name, phrase) {
    const made = element("button", { type: "button", class: "chip", title: phrase }, name)
    made.addEventListener("click", () => store.set({ text: phrase, written: 0, writing: false, pinned: false }))
    return made
  }
}
