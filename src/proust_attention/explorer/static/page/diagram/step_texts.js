/**
 * The steps of the diagram: what each is called, and what it is.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  step_token_ids: "Symbols",
  step_embedding: "Embedding",
  step_norm_1: "Norm",
  step_query: "Query",
  step_key: "Key",
  step_value: "Value",
  step_weights: "Attention weights",
  step_joined: "Gathered values, joined",
  step_attention_output: "Attention, output",
  step_between: "Added to the stream",
  step_norm_2: "Norm",
  step_hidden: "Feed-forward, hidden",
  step_feed_forward_output: "Feed-forward, output",
  step_after: "Added to the stream",
  step_final_norm: "Final norm",
  step_logits: "Output: logits",
  about_token_ids: "Each character is a symbol of the machine's alphabet, and has a number there: its id.",
  about_embedding_sinusoidal:
    "Each symbol has a vector of D numbers, which was learned. A vector that depends on " +
    "its position alone is added to it.",
  about_embedding_rotary:
    "Each symbol has a vector of D numbers, which was learned. The positions come in later, " +
    "where query and key are rotated by them; nothing is added here.",
  about_norm_1: "Every vector is brought to one scale, before attention reads it.",
  about_query: "What each position is looking for, in each head.",
  about_key: "What each position has to offer, in each head.",
  about_value: "What each position hands over, in each head, to those that look at it.",
  about_weights: "How much each position looks at each before it: the maps above.",
  about_joined: "What each position has gathered, the heads side by side.",
  about_attention_output: "What each position has gathered, the heads mixed by W_O.",
  about_between_pre: "The output of attention is added to the residual stream.",
  about_between_post:
    "The output of attention is added to the residual stream; the sum is brought to one scale " + "(the norm).",
  about_norm_2: "Every vector is brought to one scale, before the feed-forward reads it.",
  about_hidden_relu: "Each position is computed by itself: F numbers, of which those below 0 become 0.",
  about_hidden_relu_squared:
    "Each position is computed by itself: F numbers, of which those below 0 become 0 and " +
    "the others are squared.",
  about_feed_forward_output:
    "The F numbers of each position become D numbers again: W₂ mixes them, and b₂ is " + "added.",
  about_after_pre: "The output of the feed-forward is added to the residual stream. Here the block ends.",
  about_after_post:
    "The output of the feed-forward is added to the residual stream, and the sum is brought to " +
    "one scale (the norm). Here the block ends.",
  about_final_norm: "Every vector is brought to one scale a last time.",
  about_logits:
    "For each symbol a number: the larger, the likelier it comes next. Softmax makes probabilities of " + "them.",
}

const es = {
  step_token_ids: "Símbolos",
  step_embedding: "Embedding",
  step_norm_1: "Normalización",
  step_query: "Consulta",
  step_key: "Clave",
  step_value: "Valor",
  step_weights: "Pesos de atención",
  step_joined: "Valores recogidos",
  step_attention_output: "Salida de la atención",
  step_between: "Suma al flujo",
  step_norm_2: "Normalización",
  step_hidden: "Capa oculta",
  step_feed_forward_output: "Salida feed-forward",
  step_after: "Suma al flujo",
  step_final_norm: "Normalización final",
  step_logits: "Salida: logits",
  about_token_ids: "Cada carácter es un símbolo del alfabeto de la máquina y tiene allí un número: su id.",
  about_embedding_sinusoidal:
    "Cada símbolo tiene un vector de D números, aprendido. Se le suma un vector que " +
    "depende solo de su posición.",
  about_embedding_rotary:
    "Cada símbolo tiene un vector de D números, aprendido. Las posiciones entran más tarde, " +
    "cuando la consulta y la clave se rotan según ellas; aquí no se suma nada.",
  about_norm_1: "Cada vector se lleva a una misma escala antes de que lo lea la atención.",
  about_query: "Lo que busca cada posición, en cada cabeza.",
  about_key: "Lo que ofrece cada posición, en cada cabeza.",
  about_value: "Lo que entrega cada posición, en cada cabeza, a las que la miran.",
  about_weights: "Cuánto mira cada posición a cada una de las anteriores: los mapas de arriba.",
  about_joined: "Lo que ha recogido cada posición, con las cabezas una junto a otra.",
  about_attention_output: "Lo que ha recogido cada posición, con las cabezas mezcladas por W_O.",
  about_between_pre: "La salida de la atención se suma al flujo residual.",
  about_between_post:
    "La salida de la atención se suma al flujo residual; la suma se lleva a una misma " +
    "escala (normalización).",
  about_norm_2: "Cada vector se lleva a una misma escala antes de que lo lea la red feed-forward.",
  about_hidden_relu: "Cada posición se calcula por separado: F números; los menores que 0 pasan a ser 0.",
  about_hidden_relu_squared:
    "Cada posición se calcula por separado: F números; los menores que 0 pasan a ser 0 y " +
    "los demás se elevan al cuadrado.",
  about_feed_forward_output: "Los F números de cada posición vuelven a ser D: W₂ los mezcla y se suma b₂.",
  about_after_pre: "La salida de la red feed-forward se suma al flujo residual. Aquí termina el bloque.",
  about_after_post:
    "La salida de la red feed-forward se suma al flujo residual, y la suma se lleva a una " +
    "misma escala (normalización). Aquí termina el bloque.",
  about_final_norm: "Cada vector se lleva por última vez a una misma escala.",
  about_logits:
    "Un número para cada símbolo: cuanto mayor, más probable es que venga a continuación. Softmax los " +
    "convierte en probabilidades.",
}

const tokensEn = {
  step_token_ids: "Tokens",
  about_token_ids: "Each token is a piece of the machine's vocabulary, and has a number there: its id.",
  about_embedding_sinusoidal:
    "Each piece of the vocabulary has a vector of D numbers, which was learned. A " +
    "vector that depends on its position alone is added to it.",
  about_embedding_rotary:
    "Each piece of the vocabulary has a vector of D numbers, which was learned. The " +
    "positions come in later, where query and key are rotated by them; nothing is added here.",
  about_logits:
    "For each piece of the vocabulary a number: the larger, the likelier it comes next. Softmax makes " +
    "probabilities of them.",
}

const tokensEs = {
  step_token_ids: "Tokens",
  about_token_ids: "Cada token es una pieza del vocabulario de la máquina y tiene allí un número: su id.",
  about_embedding_sinusoidal:
    "Cada pieza del vocabulario tiene un vector de D números, aprendido. Se le suma un " +
    "vector que depende solo de su posición.",
  about_embedding_rotary:
    "Cada pieza del vocabulario tiene un vector de D números, aprendido. Las posiciones " +
    "entran más tarde, cuando la consulta y la clave se rotan según ellas; aquí no se suma nada.",
  about_logits:
    "Un número para cada pieza del vocabulario: cuanto mayor, más probable es que venga a " +
    "continuación. Softmax los convierte en probabilidades.",
}

/** @typedef {keyof typeof en extends infer Key ? Key extends `step_${infer Kind}` ? Kind : never : never} Kind */

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
