/**
 * The sentences of the maps, the arithmetic and the diagram, in Spanish.
 */

/** @type {Record<string, string>} */
export const es = {
  maps_kind: "mapa de atención",
  maps_head: "capa {layer}, cabeza {head}",
  maps_label: "Mapa de atención de la capa {layer}, cabeza {head}",
  maps_entropy: "{bits} bits",
  maps_log: "colores en escala logarítmica",
  maps_skip_first: "sin la primera posición (lo que queda de cada fila vuelve a sumar 1)",
  maps_as_table: "una tabla en su lugar",
  maps_cell: "Cabeza {head} de la capa {layer}, de {from} a {to}: {weight}",
  maps_strongest: "La cabeza {head} de la capa {layer} mira desde {from} sobre todo a {to}: {weight}",
  maps_row: "Desde {from} mira sobre todo a: {most}",
  maps_shaded: "El sombreado muestra adónde mira la cabeza {head} de la capa {layer}.",
  maps_tip: "{from} → {to}  {weight}",
  maps_masked: "0, porque viene después",
  maps_left_out: "excluida",
  maps_table: "Cuánto mira cada cabeza a cada carácter, desde {from}",
  maps_looked_at: "lugar mirado",
  maps_help: "Cada fila es un carácter que mira; cada columna, uno al que se mira: él mismo o uno anterior. " +
    "Cuanto más intenso el color, mayor es el peso; cada fila suma 1. Su entropía dice con qué amplitud mira " +
    "la cabeza: si mira por igual a 2ⁿ lugares, es de n bits. Una celda se elige con un clic o con las " +
    "flechas, y más abajo se ve de dónde sale su número.",

  arithmetic_cell: "Cabeza {head} de la capa {layer}, de {from} a {to}: el peso {weight}",
  arithmetic_strongest: "Cabeza {head} de la capa {layer}, de {from} a {to}, que es lo que más mira: el peso " +
    "{weight}. En los mapas se puede elegir otra celda.",
  arithmetic_first_too: "(Aquí la primera posición sí participa, como en la máquina.)",
  arithmetic_score: "Consulta por clave: la puntuación",
  arithmetic_products: "{from} pregunta con su consulta q; {to} responde con su clave k: {K} números cada " +
    "una. Se multiplican uno a uno y se suman los productos.",
  arithmetic_normalised: "Antes de encontrarse, la consulta y la clave se dividieron cada una por su media " +
    "cuadrática (QK norm). Estos son los números ya divididos.",
  arithmetic_rotated: "Antes de encontrarse, la consulta y la clave se giraron según los ángulos de sus " +
    "posiciones (rotary). Estos son los números ya girados.",
  arithmetic_normalisedrotated: "Antes de encontrarse, la consulta y la clave se dividieron cada una por su " +
    "media cuadrática (QK norm) y se giraron según los ángulos de sus posiciones (rotary). Estos son los " +
    "números que resultan.",
  arithmetic_products_table: "Los productos de consulta y clave",
  arithmetic_scale: "La escala ya está incluida: la máquina divide la consulta por √K = √{K} = {root} antes " +
    "de que se encuentre con las claves, lo que en un texto largo cuesta menos que dividir cada puntuación y " +
    "da el mismo resultado.",
  arithmetic_no_mask: "La máscara no añade nada: la clave no viene después de la consulta.",
  arithmetic_mask: "La máscara: la clave viene después de la consulta, y no está permitido mirar hacia " +
    "delante. La puntuación pasa a ser -∞.",
  arithmetic_softmax: "Softmax: de puntuaciones a pesos",
  arithmetic_row: "Todas las puntuaciones de la fila, desde {from}. A cada una se le resta la mayor, " +
    "{highest} (eso no cambia ningún peso, y así nada se desborda), y se eleva e a lo que queda.",
  arithmetic_row_table: "La fila de puntuaciones y sus pesos",
  arithmetic_weight: "peso p",
  arithmetic_divide: "Cada número se divide por la suma de todos:",
  arithmetic_gather: "Lo que se recoge",
  arithmetic_values: "Cada lugar mirado entrega su valor v, {K} números, multiplicado por su peso. La suma de " +
    "los productos de una línea es un número de la salida de la cabeza, oᵢ.",
  arithmetic_values_table: "Los valores por sus pesos, y las sumas",
  arithmetic_others: "los otros {count} ({weight})",
  arithmetic_output: "Las salidas de todas las cabezas, una junto a otra, son el paso «Valores recogidos» del " +
    "diagrama de abajo; W_O las mezcla, y se suman a la corriente residual.",

  diagram_help: "De arriba abajo, como van los números. Entre paréntesis, la forma de la matriz en cada paso: " +
    "T = {T} caracteres, D la anchura, H las cabezas, K la anchura de una cabeza, S los lugares mirados, F la " +
    "anchura oculta, V los símbolos. {stream} Cada paso abre sus números y sus apuntes de clase (en inglés).",
  diagram_stream_pre: "La línea al lado de cada bloque es la corriente residual, a la que cada parte suma lo " +
    "suyo.",
  diagram_stream_post: "La línea al lado de cada bloque es la corriente residual, a la que cada parte suma lo " +
    "suyo; después, cada suma se normaliza.",
  formula_normalised: "normalizada",
  formula_rotated: "girada",
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

  step_token_ids: "Símbolos",
  step_embedding: "Embedding",
  step_norm_1: "Normalización",
  step_query: "Consulta",
  step_key: "Clave",
  step_value: "Valor",
  step_weights: "Pesos de atención",
  step_joined: "Valores recogidos",
  step_attention_output: "Salida de la atención",
  step_between: "Suma a la corriente",
  step_norm_2: "Normalización",
  step_hidden: "Capa oculta",
  step_feed_forward_output: "Salida feed-forward",
  step_after: "Suma a la corriente",
  step_final_norm: "Normalización final",
  step_logits: "Salida: logits",

  about_token_ids: "Cada carácter es un símbolo del alfabeto de la máquina y tiene allí un número: su id.",
  about_embedding_sinusoidal: "Cada símbolo tiene un vector de D números, aprendido. Se le suma un vector que " +
    "dice el lugar.",
  about_embedding_rotary: "Cada símbolo tiene un vector de D números, aprendido. Los lugares entran más tarde, " +
    "cuando la consulta y la clave se giran según ellos; aquí no se suma nada.",
  about_norm_1: "Cada vector se lleva a una misma escala antes de que lo lea la atención.",
  about_query: "Lo que busca cada posición, en cada cabeza.",
  about_key: "Lo que ofrece cada posición, en cada cabeza.",
  about_value: "Lo que entrega cada posición, en cada cabeza, a las que la miran.",
  about_weights: "Cuánto mira cada posición a cada una de las anteriores: los mapas de arriba.",
  about_joined: "Lo que ha recogido cada posición, con las cabezas una junto a otra.",
  about_attention_output: "Lo que ha recogido cada posición, con las cabezas mezcladas por W_O.",
  about_between_pre: "La salida de la atención se suma a la corriente residual.",
  about_between_post: "La salida de la atención se suma a la corriente residual; la suma se lleva a una misma " +
    "escala (normalización).",
  about_norm_2: "Cada vector se lleva a una misma escala antes de que lo lea la red feed-forward.",
  about_hidden_relu: "Cada posición piensa por su cuenta: F números, de los que los menores que 0 pasan a ser 0.",
  about_hidden_relu_squared: "Cada posición piensa por su cuenta: F números, de los que los menores que 0 " +
    "pasan a ser 0 y los demás se elevan al cuadrado.",
  about_feed_forward_output: "Los F números de cada posición vuelven a ser D: W₂ los mezcla y se suma b₂.",
  about_after_pre: "La salida de la red feed-forward se suma a la corriente residual. Aquí termina el bloque.",
  about_after_post: "La salida de la red feed-forward se suma a la corriente residual, y la suma se lleva a una " +
    "misma escala (normalización). Aquí termina el bloque.",
  about_final_norm: "Cada vector se lleva por última vez a una misma escala.",
  about_logits: "Un número para cada símbolo: cuanto mayor, más probable es que venga a continuación. Softmax " +
    "los convierte en probabilidades.",
}
