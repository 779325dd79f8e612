/**
 * The sentences of time.
 */

const en = {
  time_title: "How it was while it learned",
  time_label: "Its training",
  time_play: "Play",
  time_pause: "Pause",
  time_next: "Next moment",
  time_now: "After {step} steps: the machine as it was opened. Move the slider to see it as it was earlier.",
  time_at: "After {step} of {last} steps. Everything on this page is of that moment.",
  time_untrained:
    "Before the first step: its numbers are still random. Everything on this page is of that moment.",
  time_loss: "Loss {loss}.",
  time_curve: "The loss on text that it does not learn from, in nats a character; steps by their logarithm",
  time_curve_label: "The curve of the loss, with a mark at step {step}: {loss} nats a character",
  time_sample: "What it wrote at that moment:",
  time_no_sample: "What it wrote at that moment was not kept.",
  time_retrained:
    "The way to this machine was not kept. The earlier moments are of a second training with the same settings " +
    "and the same seed, stopped after {step} steps, with a loss of {loss} on all of the held-out text; their " +
    "weights are rounded to eight bits. The last moment is the machine itself.",
  moment_refused: "That moment cannot be shown; the one before it stays.",
}

const es = {
  time_title: "Cómo era mientras aprendía",
  time_label: "Su entrenamiento",
  time_play: "Reproducir",
  time_pause: "Pausa",
  time_next: "Momento siguiente",
  time_now: "Tras {step} pasos: la máquina tal como se abrió. Mueve el control para verla como era antes.",
  time_at: "Tras {step} de {last} pasos. Todo lo que hay en esta página es de ese momento.",
  time_untrained:
    "Antes del primer paso: sus números aún son aleatorios. Todo lo que hay en esta página es de ese momento.",
  time_loss: "Pérdida: {loss}.",
  time_curve: "La pérdida en un texto del que no aprende, en nats por carácter; los pasos, por su logaritmo",
  time_curve_label: "La curva de la pérdida, con una marca en el paso {step}: {loss} nats por carácter",
  time_sample: "Lo que escribía en ese momento:",
  time_no_sample: "Lo que escribía en ese momento no se ha guardado.",
  time_retrained:
    "El camino hasta esta máquina no se guardó. Los momentos anteriores son de un segundo entrenamiento con los " +
    "mismos ajustes y la misma semilla, detenido tras {step} pasos, con una pérdida de {loss} en todo el texto " +
    "reservado; sus pesos están redondeados a ocho bits. El último momento es la máquina misma.",
  moment_refused: "No se puede mostrar ese momento; se mantiene el anterior.",
}

/** @type {import("../core/language.js").Texts<keyof typeof en>} */
export const texts = { en, es }
