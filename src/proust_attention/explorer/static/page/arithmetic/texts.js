/**
 * The sentences of the arithmetic.
 */

const en = {
  arithmetic_title: "How one number comes about",
  arithmetic_cell: "Head {head} of layer {layer}, from {from} to {to}: the weight {weight}",
  arithmetic_strongest:
    "Head {head} of layer {layer}, from {from} to {to}, at which it looks most: the weight " +
    "{weight}. Choose another cell in a map.",
  arithmetic_first_too: "(Here the first position takes part, as it does in the machine.)",
  arithmetic_score: "Query times key: the score",
  arithmetic_products:
    "The query q of {from} meets the key k of {to}: {K} numbers each. They are multiplied one " +
    "by one, and the products are added.",
  arithmetic_normalised:
    "Before they met, query and key were each divided by their root mean square (QK norm). " +
    "These are the numbers after that.",
  arithmetic_rotated:
    "Before they met, query and key were rotated by the angles of their positions (rotary). " +
    "These are the numbers after that.",
  arithmetic_normalisedrotated:
    "Before they met, query and key were each divided by their root mean square (QK " +
    "norm), and rotated by the angles of their positions (rotary). These are the numbers after that.",
  arithmetic_products_table: "The products of query and key",
  arithmetic_scale:
    "The scale is in it already: the machine divides the query by √d_k = √{K} = {root} (d_k is " +
    "the width of a head) before it meets the keys, which in a long text is less work than to divide every " +
    "score, and gives the same.",
  arithmetic_no_mask: "The mask adds nothing: the key does not come after the query.",
  arithmetic_mask: "The mask: the key comes after the query, and nobody may look ahead. The score becomes -∞.",
  arithmetic_softmax: "Softmax: from scores to weights",
  arithmetic_row:
    "All the scores of the row, from {from}. The highest, {highest}, is subtracted from each (that " +
    "changes no weight, and nothing can overflow), and e is raised to what is left.",
  arithmetic_row_table: "The row of scores, and its weights",
  arithmetic_looked_at: "looked at",
  arithmetic_weight: "weight p",
  arithmetic_divide: "Each is divided by the sum of all:",
  arithmetic_gather: "What is gathered",
  arithmetic_values:
    "Every place that is looked at hands over its value v, {K} numbers, times its weight. The " +
    "products of a line, added up, are a number of the head's output, oᵢ.",
  arithmetic_values_table: "Values times weights, and their sums",
  arithmetic_others: "the {count} others ({weight})",
  arithmetic_output:
    "The outputs of all heads, side by side, are the step “joined” of the diagram below; W_O " +
    "mixes them, and they are added to the residual stream.",
}

const es = {
  arithmetic_title: "De dónde sale un número",
  arithmetic_cell: "Cabeza {head} de la capa {layer}, de {from} a {to}: el peso {weight}",
  arithmetic_strongest:
    "Cabeza {head} de la capa {layer}, de {from} a {to}, que es lo que más mira: el peso " +
    "{weight}. En los mapas se puede elegir otra celda.",
  arithmetic_first_too: "(Aquí la primera posición sí participa, como en la máquina.)",
  arithmetic_score: "Consulta por clave: la puntuación",
  arithmetic_products:
    "La consulta q de {from} se encuentra con la clave k de {to}: {K} números cada una. Se " +
    "multiplican uno a uno y se suman los productos.",
  arithmetic_normalised:
    "Antes de encontrarse, la consulta y la clave se dividieron cada una por su media " +
    "cuadrática (QK norm). Estos son los números ya divididos.",
  arithmetic_rotated:
    "Antes de encontrarse, la consulta y la clave se rotaron según los ángulos de sus " +
    "posiciones (rotary). Estos son los números ya rotados.",
  arithmetic_normalisedrotated:
    "Antes de encontrarse, la consulta y la clave se dividieron cada una por su media " +
    "cuadrática (QK norm) y se rotaron según los ángulos de sus posiciones (rotary). Estos son los números que " +
    "resultan.",
  arithmetic_products_table: "Los productos de consulta y clave",
  arithmetic_scale:
    "La escala ya está incluida: la máquina divide la consulta por √d_k = √{K} = {root} (d_k es " +
    "la anchura de una cabeza) antes de que se encuentre con las claves, lo que en un texto largo cuesta menos " +
    "que dividir cada puntuación y da el mismo resultado.",
  arithmetic_no_mask: "La máscara no añade nada: la clave no viene después de la consulta.",
  arithmetic_mask:
    "La máscara: la clave viene después de la consulta, y no está permitido mirar hacia delante. " +
    "La puntuación pasa a ser -∞.",
  arithmetic_softmax: "Softmax: de puntuaciones a pesos",
  arithmetic_row:
    "Todas las puntuaciones de la fila, desde {from}. A cada una se le resta la mayor, {highest} " +
    "(eso no cambia ningún peso, y así nada se desborda), y se eleva e a lo que queda.",
  arithmetic_row_table: "La fila de puntuaciones y sus pesos",
  arithmetic_looked_at: "lugar mirado",
  arithmetic_weight: "peso p",
  arithmetic_divide: "Cada número se divide por la suma de todos:",
  arithmetic_gather: "Lo que se recoge",
  arithmetic_values:
    "Cada lugar mirado entrega su valor v, {K} números, multiplicado por su peso. La suma de los " +
    "productos de una línea es un número de la salida de la cabeza, oᵢ.",
  arithmetic_values_table: "Los valores por sus pesos, y las sumas",
  arithmetic_others: "los otros {count} ({weight})",
  arithmetic_output:
    "Las salidas de todas las cabezas, una junto a otra, son el paso «Valores recogidos» del " +
    "diagrama de abajo; W_O las mezcla, y se suman al flujo residual.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en>} */
export const texts = { en, es }
