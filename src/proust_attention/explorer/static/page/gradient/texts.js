/**
 * The sentences of the step by hand.
 *
 * Where tokens can be more than characters, those of `tokens` stand in the place of those of the same keys.
 */

const en = {
  gradient_title: "One step, by hand",
  gradient_help:
    "How does it learn? It reads a text, and at each place predicts the next character. The loss says how " +
    "wrong that was; and the gradient says, of every weight, how the loss changes where that weight grows a " +
    "little. Then each weight is moved a little against it: that is a step. Here it stands still before the " +
    "weights are moved, and every number of the gradient can be followed to the multiplications that it comes " +
    "from.",
  gradient_which: "Which step?",
  gradient_text: "the text above, as if the machine were to learn from it",
  gradient_run: "step {step} of the run that learns",
  gradient_begin: "Take the step apart",
  gradient_busy: "Computing, forward and back…",
  gradient_too_short: "Two characters at least: one to read, one to predict",
  gradient_of_text:
    "{N} predictions, one behind each character but the last. Their mean loss is {loss} nats; the gradient of " +
    "all weights, laid end to end, is {norm} long. Beside each array stands the length of its own.",
  gradient_of_batch:
    "{B} windows of {T} characters: {N} predictions. Their mean loss is {loss} nats; the gradient of all " +
    "weights, laid end to end, is {norm} long. Beside each array stands the length of its own.",
  gradient_way: "The way back",
  gradient_of_array:
    "What arrives here: of every number of this array, how much the loss grows where that number grows by 1. " +
    "By its formula it comes from the gradients above it in the list, and those below come from it.",
  gradient_of_weight:
    "The weight met {x} ({x_}); what arrives where it was used is {d} ({d_}). Each number of the gradient is a " +
    "sum of products of the two.",
  gradient_back: "Back to the way back",
  gradient_picture: "Gradient: {title}",
  gradient_row: "{token} ({place} of window {window})",
  gradient_key: "key {number}",
  gradient_cell: "{name}, row: {row}, column: {column}",
  met_stream: "the vectors that its layer received",
  met_hidden: "the hidden numbers of the feed-forward",
  met_joined: "the values that were gathered, the heads side by side",
  met_final: "the vectors behind the final norm",
  met_normalised: "the normalised vectors",
  met_nothing: "nothing: it was only added",
  met_token: "one token a row, its own, times the root of the width",
  arrives_logits:
    "the gradient of the logits: the probabilities, less 1 at what really came, by the number of all",
  arrives_embedding: "the gradient of the embedding",
  arrives_hidden: "the gradient before the activation: that of the hidden numbers, where those are above 0",
  arrives_output: "the gradient of what came out",
  arrives_W_Q: "the gradient of the query as it was before its scale and its positions",
  arrives_W_K: "the gradient of the key as it was before its positions",
  arrives_W_V: "the gradient of the value",
  witness_table: "Witnesses of this number of {name}; the weight is {weight}",
  witness_who: "by",
  witness_value: "gradient",
  witness_apart: "apart",
  witness_derived: "derivation (the backward pass)",
  witness_difference: "difference of two losses",
  witness_numpy: "NumPy, derived",
  witness_torch: "PyTorch, autograd",
  witness_corners:
    "Between the two losses {corners} of the hidden numbers passed 0, where the activation has a corner: the " +
    "difference may be a little off.",
  witness_alone: "Where “proust explore” serves the page, NumPy and PyTorch stand beside these two.",
  terms_title: "Written out",
  terms_help: "A sum over {count} rows of the batch, the largest terms first:",
  terms_none: "The batch has no such token: nothing is added up, and the gradient is 0.",
  terms_table: "The terms of this number",
  terms_row: "row",
  terms_others: "the {count} others",
}

const es = {
  gradient_title: "Un paso, a mano",
  gradient_help:
    "¿Cómo aprende? Lee un texto y en cada lugar predice el carácter siguiente. La pérdida dice cuánto se ha " +
    "equivocado; el gradiente dice, de cada peso, cómo cambia la pérdida si ese peso crece un poco. Después " +
    "cada peso se mueve un poco en contra: eso es un paso. Aquí está parado antes de mover los pesos, y cada " +
    "número del gradiente se puede seguir hasta las multiplicaciones de las que sale.",
  gradient_which: "¿Qué paso?",
  gradient_text: "el texto de arriba, como si la máquina fuera a aprender de él",
  gradient_run: "el paso {step} del entrenamiento",
  gradient_begin: "Desmontar el paso",
  gradient_busy: "Calculando, hacia delante y hacia atrás…",
  gradient_too_short: "Dos caracteres al menos: uno que leer y otro que predecir",
  gradient_of_text:
    "{N} predicciones, una tras cada carácter menos el último. Su pérdida media es de {loss} nats; el " +
    "gradiente de todos los pesos, uno tras otro, mide {norm}. Junto a cada matriz está lo que mide el suyo.",
  gradient_of_batch:
    "{B} ventanas de {T} caracteres: {N} predicciones. Su pérdida media es de {loss} nats; el gradiente de " +
    "todos los pesos, uno tras otro, mide {norm}. Junto a cada matriz está lo que mide el suyo.",
  gradient_way: "El camino de vuelta",
  gradient_of_array:
    "Lo que llega aquí: de cada número de esta matriz, cuánto crece la pérdida si ese número crece en 1. Según " +
    "su fórmula sale de los gradientes que están encima en la lista, y de él salen los de debajo.",
  gradient_of_weight:
    "El peso se encontró con {x} ({x_}); donde se usó llega {d} ({d_}). Cada número del gradiente es una suma " +
    "de productos de ambos.",
  gradient_back: "Volver al camino de vuelta",
  gradient_picture: "Gradiente: {title}",
  gradient_row: "{token} ({place} de la ventana {window})",
  gradient_key: "clave {number}",
  gradient_cell: "{name}, fila: {row}, columna: {column}",
  met_stream: "los vectores que recibió su capa",
  met_hidden: "los números ocultos de la red feed-forward",
  met_joined: "los valores recogidos, con las cabezas una junto a otra",
  met_final: "los vectores tras la normalización final",
  met_normalised: "los vectores normalizados",
  met_nothing: "nada: solo se sumó",
  met_token: "un token por fila, el suyo, por la raíz de la anchura",
  arrives_logits:
    "el gradiente de los logits: las probabilidades, menos 1 en lo que de verdad vino, entre el total",
  arrives_embedding: "el gradiente del embedding",
  arrives_hidden: "el gradiente antes de la activación: el de los números ocultos, donde estos son mayores que 0",
  arrives_output: "el gradiente de lo que salió",
  arrives_W_Q: "el gradiente de la consulta tal como era antes de su escala y sus posiciones",
  arrives_W_K: "el gradiente de la clave tal como era antes de sus posiciones",
  arrives_W_V: "el gradiente del valor",
  witness_table: "Testigos de este número de {name}; el peso es {weight}",
  witness_who: "por",
  witness_value: "gradiente",
  witness_apart: "distancia",
  witness_derived: "derivación (el camino de vuelta)",
  witness_difference: "diferencia de dos pérdidas",
  witness_numpy: "NumPy, derivado",
  witness_torch: "PyTorch, autograd",
  witness_corners:
    "Entre las dos pérdidas {corners} de los números ocultos pasaron por 0, donde la activación tiene una " +
    "esquina: la diferencia puede desviarse un poco.",
  witness_alone: "Si es «proust explore» quien sirve la página, NumPy y PyTorch están junto a estos dos.",
  terms_title: "Escrito entero",
  terms_help: "Una suma sobre {count} filas del lote, primero los términos mayores:",
  terms_none: "En el lote no hay ningún token así: no se suma nada, y el gradiente es 0.",
  terms_table: "Los términos de este número",
  terms_row: "fila",
  terms_others: "los otros {count}",
}

const tokensEn = {
  gradient_help:
    "How does it learn? It reads a text, and at each place predicts the next token. The loss says how wrong " +
    "that was; and the gradient says, of every weight, how the loss changes where that weight grows a little. " +
    "Then each weight is moved a little against it: that is a step. Here it stands still before the weights " +
    "are moved, and every number of the gradient can be followed to the multiplications that it comes from.",
  gradient_too_short: "Two tokens at least: one to read, one to predict",
  gradient_of_text:
    "{N} predictions, one behind each token but the last. Their mean loss is {loss} nats; the gradient of all " +
    "weights, laid end to end, is {norm} long. Beside each array stands the length of its own.",
  gradient_of_batch:
    "{B} windows of {T} tokens: {N} predictions. Their mean loss is {loss} nats; the gradient of all weights, " +
    "laid end to end, is {norm} long. Beside each array stands the length of its own.",
}

const tokensEs = {
  gradient_help:
    "¿Cómo aprende? Lee un texto y en cada lugar predice el token siguiente. La pérdida dice cuánto se ha " +
    "equivocado; el gradiente dice, de cada peso, cómo cambia la pérdida si ese peso crece un poco. Después " +
    "cada peso se mueve un poco en contra: eso es un paso. Aquí está parado antes de mover los pesos, y cada " +
    "número del gradiente se puede seguir hasta las multiplicaciones de las que sale.",
  gradient_too_short: "Dos tokens al menos: uno que leer y otro que predecir",
  gradient_of_text:
    "{N} predicciones, una tras cada token menos el último. Su pérdida media es de {loss} nats; el gradiente " +
    "de todos los pesos, uno tras otro, mide {norm}. Junto a cada matriz está lo que mide el suyo.",
  gradient_of_batch:
    "{B} ventanas de {T} tokens: {N} predicciones. Su pérdida media es de {loss} nats; el gradiente de todos " +
    "los pesos, uno tras otro, mide {norm}. Junto a cada matriz está lo que mide el suyo.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en, keyof typeof tokensEn>} */
export const texts = { en, es, tokens: { en: tokensEn, es: tokensEs } }
