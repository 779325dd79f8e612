/**
 * The sentences of the maps.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  maps_title: "Where each head looks",
  maps_kind: "attention map",
  maps_head: "layer {layer}, head {head}",
  maps_label: "Attention map of layer {layer}, head {head}",
  maps_entropy: "{bits} bits",
  maps_out: "take out",
  maps_out_label: "Take out layer {layer}, head {head}",
  maps_log: "logarithmic colours",
  maps_skip_first: "leave the first position out (what is left of a row adds up to 1 again)",
  maps_closely: "closely: only the places around the chosen cell",
  maps_as_table: "a table instead",
  maps_cell: "Head {head} of layer {layer}, from {from} to {to}: {weight}",
  maps_strongest: "Head {head} of layer {layer} looks from {from} most at {to}: {weight}",
  maps_row: "From {from} it looks most at: {most}",
  maps_tip: "{from} → {to}  {weight}",
  maps_masked: "0, for it comes later",
  maps_left_out: "left out",
  maps_table: "How much each head looks at each character, from {from}",
  maps_looked_at: "looked at",
  maps_help:
    "A head is a part of the machine that looks back over the text for what its guess needs. " +
    "Each row is a character that looks, each column one that is looked at: itself, or one before it. " +
    "The stronger its colour, the larger the weight; a row adds up to 1. Its entropy measures how widely the " +
    "head looks: at 2ⁿ places alike it is n bits. Choose a cell with a click or the arrow keys, and see below " +
    "how its number comes about.",
}

const es = {
  maps_title: "Adónde mira cada cabeza",
  maps_kind: "mapa de atención",
  maps_head: "capa {layer}, cabeza {head}",
  maps_label: "Mapa de atención de la capa {layer}, cabeza {head}",
  maps_entropy: "{bits} bits",
  maps_out: "quitar",
  maps_out_label: "Quitar la capa {layer}, cabeza {head}",
  maps_log: "colores en escala logarítmica",
  maps_skip_first: "sin la primera posición (lo que queda de cada fila vuelve a sumar 1)",
  maps_closely: "de cerca: solo los lugares alrededor de la celda elegida",
  maps_as_table: "una tabla en su lugar",
  maps_cell: "Cabeza {head} de la capa {layer}, de {from} a {to}: {weight}",
  maps_strongest: "La cabeza {head} de la capa {layer} mira desde {from} sobre todo a {to}: {weight}",
  maps_row: "Desde {from} mira sobre todo a: {most}",
  maps_tip: "{from} → {to}  {weight}",
  maps_masked: "0, porque viene después",
  maps_left_out: "excluida",
  maps_table: "Cuánto mira cada cabeza a cada carácter, desde {from}",
  maps_looked_at: "lugar mirado",
  maps_help:
    "Una cabeza es una parte de la máquina que busca, más atrás en el texto, lo que necesita para adivinar. " +
    "Cada fila es un carácter que mira; cada columna, uno al que se mira: él mismo o uno anterior. " +
    "Cuanto más intenso el color, mayor es el peso; cada fila suma 1. Su entropía mide con qué amplitud mira la " +
    "cabeza: si mira por igual a 2ⁿ lugares, es de n bits. Una celda se elige con un clic o con las flechas, y " +
    "más abajo se ve de dónde sale su número.",
}

const tokensEn = {
  maps_table: "How much each head looks at each token, from {from}",
  maps_help:
    "A head is a part of the machine that looks back over the text for what its guess needs. " +
    "Each row is a token that looks, each column one that is looked at: itself, or one before it. The " +
    "stronger its colour, the larger the weight; a row adds up to 1. Its entropy measures how widely the head " +
    "looks: at 2ⁿ places alike it is n bits. Choose a cell with a click or the arrow keys, and see below how " +
    "its number comes about.",
}

const tokensEs = {
  maps_table: "Cuánto mira cada cabeza a cada token, desde {from}",
  maps_help:
    "Una cabeza es una parte de la máquina que busca, más atrás en el texto, lo que necesita para adivinar. " +
    "Cada fila es un token que mira; cada columna, uno al que se mira: él mismo o uno anterior. Cuanto " +
    "más intenso el color, mayor es el peso; cada fila suma 1. Su entropía mide con qué amplitud mira la " +
    "cabeza: si mira por igual a 2ⁿ lugares, es de n bits. Una celda se elige con un clic o con las flechas, y " +
    "más abajo se ve de dónde sale su número.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
