/**
 * What is refused, in English. spanish.js has the same; the code of errors.js names a sentence, and {name}
 * stands for a value. Those that are parts of another sentence come last.
 */

export const ENGLISH = {
  // files
  machine_incomplete: "this is not a whole machine: {file} is missing",
  file_large: "{file} has {size} bytes; more than {most} are not opened here",
  file_no_json: "{file} is damaged: it is not JSON",
  file_not_fetched: "{file} cannot be fetched ({problem})",
  files_unreadable: "the files cannot be read",
  files_packed: "{file} is a ZIP archive: unpack it first, then drop the folder that was in it",
  machine_other: "another machine has been opened since",
  machine_large: "this machine is too large for this page: with a full context it would need {size} GB of memory",

  // settings
  settings_missing: "config.json is no settings of a machine: it has no group {group}",
  setting_unknown: "config.json has a setting {setting}, which this page does not know",
  setting_wrong: "config.json is damaged: {setting} is {value}, but it must be {allowed}",
  settings_newer: "config.json is of a newer version",
  vocabulary_other: "config.json has vocab_size {known}, but tokenizer.json {found} tokens",

  // tokenizers
  tokenizer_missing: "tokenizer.json is no tokenizer: it has no kind",
  tokenizer_unknown: "tokenizer.json is of the kind {kind}, which this page does not know",
  characters_missing: "tokenizer.json is no tokenizer of characters: its symbols are missing",
  pieces_missing: "tokenizer.json is no tokenizer of pieces: its symbols or its merges are missing",
  pieces_few:
    "tokenizer.vocab_size is {size}, but the {count} characters of the text are among the pieces; ask for more",
  pieces_many:
    "tokenizer.vocab_size is {size}, but the text has only {count} pieces, its characters and what comes at " +
    "least twice in its words; ask for fewer, or give more text",
  merge_wrong: "tokenizer.json is damaged: a merge must make a new piece of two pieces before it",
  symbols_wrong: "tokenizer.json is damaged: its symbols must be sorted, and none be there twice",
  character_unknown: "the machine does not know the character {character}; {nearest}",

  // weights
  weights_short: "{file} is no safetensors file: it has only {size} bytes",
  weights_header_cut: "{file} is cut short, or is no safetensors file",
  weights_header_wrong: "{file} is damaged, or is no safetensors file: its header cannot be read",
  weights_cut: "{file} is cut short: numbers are missing at its end",
  weights_long: "{file} is damaged: it is longer than its header says",
  weights_senseless: "{file} is damaged: what its header says of {name} makes no sense",
  weights_moved: "{file} is damaged: {name} is not where it should be",
  weights_miscounted: "{file} is damaged: {name} has not as many numbers as its shape says",
  weights_changed: "{file} is damaged: its numbers are not those that were written",
  weights_type: "{name} holds numbers of the type {type}, which are not read here",
  weights_unscaled: "{name} has eight bits a number, and no scale for each of its rows",
  weight_missing: "the weights do not fit the settings: {name} is missing",
  weight_shape: "the weights do not fit the settings: {name} is ({found}), not ({right})",
  weight_foreign: "the weights do not fit the settings: {name} belongs to no part of this model",
  weight_infinite: "the weights are damaged: {name} holds NaN or infinite numbers",
  gradient_unknown: "this machine has no array and no weight of the name {name}",
  logits_infinite: "model.safetensors is damaged: with these weights the logits are NaN or infinite",

  // reading
  machine_none: "no machine is open yet",
  text_none: "there is no text to read: at least one character is needed",
  text_long: "{count} symbols are more than the machine sees at once: {most}",
  id_unknown: "an id is none of this machine's symbols: they go from 0 to {last}",
  step_unknown: "the last forward has no step of the name {name}",
  array_unknown: "this machine has no array of the name {name}",
  intervention_wrong: "the intervention in {name} is neither a factor nor a value, with or without where",
  intervention_foreign: "the intervention in {name} holds something other than numbers",
  intervention_misfit:
    "the intervention in {name} has {count} numbers, but its array has the shape ({shape}): {fit} would fit",

  // training
  run_none: "no run was begun or opened yet",
  run_incomplete: "this is not a whole run: {file} is missing",
  run_interventions: "this run has interventions in every forward (began.json); only proust goes on with it",
  run_elsewhere: "another tab of this browser has this run open: go on there, or close that tab",
  run_unkept: "no run is kept here under the name {name}",
  run_done: "all {steps} steps of this run are done",
  run_infinite: "the weights are not finite any more: go back to a kept moment, and keep that",
  training_broke:
    "the training broke at step {step}: its loss or its gradient is not finite any more, or hopeless. " +
    "A lower learning rate may help; what was kept before it is still there",
  training_bfloat16:
    "the page trains in float32, and training.precision is bfloat16: go on with this run by " +
    "proust train --resume, or begin one with training.precision=float32",
  training_minutes:
    "this run is one of so many minutes (training.timetable): only proust train --resume goes on with it",
  training_large:
    "these settings need about {needed} GB of memory, and a page is better not to take more than {most}: choose " +
    "fewer layers, a smaller width, batch or context; proust train has room for more",
  folder_large: "the folder has {size} bytes; more than {most} are not opened here",
  corpus_large: "the text has {size} characters; more than {most} are not learned from here",
  corpus_uniform: "the text is too short: it has no two different characters",
  corpus_batch:
    "the text is too short: its training part has {windows} windows of {length} tokens, but a step takes " +
    "{batch}; give more text, or set training.batch_size lower",
  corpus_window:
    "the text is too short: its {part} part, {count} tokens, does not hold one window of {length} and the " +
    "token after it; give more text, or set model.context_length lower",
  tokens_damaged: "tokens.npy is damaged, or holds something other than ids",
  tokens_foreign: "tokens.npy is damaged: it does not hold ids of this tokenizer",
  counter_missing: "{file} is damaged, or of another version: {name} is missing, or counts nothing",
  state_missing: "the state does not fit the settings: {name} is missing",
  state_size: "the state does not fit the settings: {name} has {found} numbers, not {right}",
  state_infinite: "the state is damaged: {name} is not finite",
  moment_unknown: "no moment was kept at step {step}; those that were: {kept}",
  number_unknown: "there is no number {place} of a weight {name}",
  batch_short: "a step of learning takes two tokens: one to read, one to predict",
  batch_none: "no step of this machine was taken apart yet",
  storage_full:
    "the browser has no room left for this page: forget a run that is kept, or save this one as files; nothing " +
    "of what was kept before is lost",
  storage_none: "the browser keeps nothing for this page ({what}); save the run as files instead",

  // parts of sentences
  nothing: "nothing",
  no_connection: "no connection",
  connection_broke: "the connection broke",
  whole_between: "a whole number from {least} to {most}",
  number_from: "a number, at least {least}",
  number_between: "a number from {least} to {most}",
  number_above: "a number above 0, at most {most}",
  number_below_one: "a number, at least 0 and below 1",
  one_of: "one of {choices}",
  any_text: "text",
  even_width: "even: sines and cosines come in pairs",
  divisor_of_width: "a divisor of model.d_model ({width})",
  even_heads: "such that a head's width, {width}, is even: rotary pairs",
  character_seen: "'{character}' ({code}, character {place} of the text)",
  character_unseen: "{code} (character {place} of the text)",
  nearest_none: "it knows none like it",
  nearest: "the nearest that it knows is '{character}'",
  part_training: "training",
  part_held_out: "held-out",
}
