/**
 * The sentences of surprise.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  surprise_title: "What surprised it",
  surprise_help:
    "The stronger the colour of a character, the less the machine expected it: its surprise is " +
    "log₂(1/p) bits, with p the probability that the machine gave it. 0 bits: it was sure; each bit more, half " +
    "as likely. A whole page can be pasted above, or dropped here as a .txt file.",
  surprise_list: "The text, by surprise",
  surprise_before: "As the whole machine reads it",
  surprise_after: "Without what is taken out (underlined in orange: more surprising than before; in blue: less)",
  surprise_mean: "On average {bits} bits a character.",
  surprise_mean_without:
    "On average {bits} bits a character without what is taken out; {whole} with all parts: a change of {change} " +
    "nats a character.",
  surprise_hardest: "Least expected: {most}.",
  surprise_reading: "It has read {known} of {count} so far.",
  surprise_too_short: "Of the first character nothing can be said: the surprise begins with the second.",
}

const es = {
  surprise_title: "Lo que le ha sorprendido",
  surprise_help:
    "Cuanto más intenso es el color de un carácter, menos lo esperaba la máquina: su sorpresa es " +
    "log₂(1/p) bits, donde p es la probabilidad que la máquina le daba. 0 bits: estaba segura; con cada bit " +
    "más, la mitad de probable. Se puede pegar arriba una página entera, o soltar aquí un archivo .txt.",
  surprise_list: "El texto, según su sorpresa",
  surprise_before: "Como lo lee la máquina entera",
  surprise_after: "Sin lo que se ha quitado (subrayado en naranja: sorprende más que antes; en azul: menos)",
  surprise_mean: "De media, {bits} bits por carácter.",
  surprise_mean_without:
    "De media, {bits} bits por carácter sin lo que se ha quitado; {whole} con todas las partes: un cambio de " +
    "{change} nats por carácter.",
  surprise_hardest: "Lo menos esperado: {most}.",
  surprise_reading: "Lleva leídos {known} de {count}.",
  surprise_too_short: "Del primer carácter no se puede decir nada: la sorpresa empieza con el segundo.",
}

const tokensEn = {
  surprise_help:
    "The stronger the colour of a token, the less the machine expected it: its surprise is log₂(1/p) " +
    "bits, with p the probability that the machine gave it. 0 bits: it was sure; each bit more, half as likely. " +
    "A whole page can be pasted above, or dropped here as a .txt file.",
  surprise_too_short: "Of the first token nothing can be said: the surprise begins with the second.",
}

const tokensEs = {
  surprise_help:
    "Cuanto más intenso es el color de un token, menos lo esperaba la máquina: su sorpresa es " +
    "log₂(1/p) bits, donde p es la probabilidad que la máquina le daba. 0 bits: estaba segura; con cada bit " +
    "más, la mitad de probable. Se puede pegar arriba una página entera, o soltar aquí un archivo .txt.",
  surprise_too_short: "Del primer token no se puede decir nada: la sorpresa empieza con el segundo.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
