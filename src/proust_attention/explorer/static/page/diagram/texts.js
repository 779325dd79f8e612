/**
 * The sentences of the diagram and of what an opened step shows.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  diagram_title: "The machine, step by step",
  diagram_help:
    "Top to bottom, as the numbers go. In brackets the shape of the array at each step: T = {T} " +
    "characters, D the width, H the heads, K the width of a head, S the places looked at, F the hidden width, V " +
    "the symbols. {stream} A step opens its numbers and its Class Notes.",
  diagram_stream_pre: "The line at the side of a block is the residual stream, which each part adds to.",
  diagram_stream_post:
    "The line at the side of a block is the residual stream, which each part adds to; each sum " +
    "is then normalised.",
  formula_normalised: "normalised",
  formula_rotated: "rotated",
  formula_side_by_side: "heads side by side",
  diagram_block: "Block {block}",
  diagram_in_block: "block {block}",
  diagram_back: "Back to the diagram",
  notes_title: "Class Notes",
  heat_kind: "heat map",
  heat_label: "Numbers of the step: {title}",
  heat_as_table: "a table of the character that is looked at, instead of the heat map",
  heat_number: "number {number}",
  heat_head: "head {head}",
  heat_id: "id",
  heat_largest: "the {most} largest of {count} numbers",
  heat_where: "number",
  heat_value: "value",
}

const es = {
  diagram_title: "La máquina, paso a paso",
  diagram_help:
    "De arriba abajo, como van los números. Entre paréntesis, la forma de la matriz en cada paso: T = " +
    "{T} caracteres, D la anchura, H las cabezas, K la anchura de una cabeza, S los lugares mirados, F la " +
    "anchura oculta, V los símbolos. {stream} Cada paso abre sus números y sus apuntes de clase.",
  diagram_stream_pre: "La línea al lado de cada bloque es el flujo residual, al que cada parte suma lo " + "suyo.",
  diagram_stream_post:
    "La línea al lado de cada bloque es el flujo residual, al que cada parte suma lo " +
    "suyo; después, cada suma se normaliza.",
  formula_normalised: "normalizada",
  formula_rotated: "rotada",
  formula_side_by_side: "cabezas una junto a otra",
  diagram_block: "Bloque {block}",
  diagram_in_block: "bloque {block}",
  diagram_back: "Volver al diagrama",
  notes_title: "Apuntes de clase",
  heat_kind: "mapa de calor",
  heat_label: "Números del paso: {title}",
  heat_as_table: "una tabla del carácter señalado, en lugar del mapa de calor",
  heat_number: "número {number}",
  heat_head: "cabeza {head}",
  heat_id: "id",
  heat_largest: "los {most} mayores de {count} números",
  heat_where: "número",
  heat_value: "valor",
}

const tokensEn = {
  diagram_help:
    "Top to bottom, as the numbers go. In brackets the shape of the array at each step: T = {T} " +
    "tokens, D the width, H the heads, K the width of a head, S the places looked at, F the hidden width, V the " +
    "vocabulary. {stream} A step opens its numbers and its Class Notes.",
  heat_as_table: "a table of the token that is looked at, instead of the heat map",
}

const tokensEs = {
  diagram_help:
    "De arriba abajo, como van los números. Entre paréntesis, la forma de la matriz en cada paso: T = " +
    "{T} tokens, D la anchura, H las cabezas, K la anchura de una cabeza, S los lugares mirados, F la anchura " +
    "oculta, V el vocabulario. {stream} Cada paso abre sus números y sus apuntes de clase.",
  heat_as_table: "una tabla del token señalado, en lugar del mapa de calor",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
