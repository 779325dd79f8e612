/** What the page says in English. The panels of the maps have their own: panels_en.js. */

/** @type {Record<string, string>} */
export const en = {
  title: "The attention machine of Proust",
  lead: "A small machine has read novels, one character at a time, until it could guess which character comes "
    + "next. Type something: here you see where it looks, what it expects, and every number on the way.",
  machine: "Machine",
  language: "Language",
  open_files: "Open files…",
  open_files_hint: "The three files of a machine: config.json, tokenizer.json, model.safetensors. "
    + "They, or their folder, can also be dropped anywhere on this page.",
  by_hand: "opened from files",
  refused: "{name} cannot be opened; the one before it stays.",
  refused_first: "{name} cannot be opened.",
  not_here: "The address asks for the machine “{name}”, which is not here; another one is open. A machine of your "
    + "own can be opened from its files.",
  close: "Close this notice",
  cannot_read: "The machine cannot read this.",
  cannot_write: "The machine cannot write.",
  not_in_address: "This machine was opened from files. It stays on this computer, so the address of this page "
    + "cannot bring it back: after a reload, open it again.",
  no_machines: "No machine came with this page: open one from files.",

  ribbon_title: "The text",
  phrase: "Type a phrase",
  characters: "The characters that the machine sees",
  ribbon_help: "Point at a character, or use the arrow keys, to look at it. Click it, or press Enter, to pin it; "
    + "Escape lets it go.",
  where: "Character {place} of {count}: {token}.",
  where_pinned: "Character {place} of {count}: {token}, pinned.",
  space: "space",
  newline: "end of line",
  no_break_space: "no-break space",
  quoted: "“{text}”",
  nothing_typed: "Nothing is typed that it knows, so the machine begins from one character: {character}.",
  replaced: "Unknown to this machine, and read as the nearest that it knows: {pairs}.",
  omitted: "Unknown, and left out: {some}.",
  omitted_more: "Unknown, and left out: {some} and {more} more.",
  only_the_end: "The machine sees at most {most} characters; of this text it reads the last {seen}, for when its "
    + "window is full it keeps the last half and reads on.",
  cut: "Of a text, at most the last {most} characters are kept.",

  maps_title: "Where each head looks",
  arithmetic_title: "How one number comes about",
  next_title: "What comes next",
  diagram_title: "The machine, step by step",

  after_last: "After the last character, {token}, the machine expects:",
  after_pinned: "After character {place}, {token}, which is pinned, the machine expects:",
  after_drops: "(Whatever is chosen here is written in the place of all that follows.)",
  before: "what the machine says",
  after_sliders: "what is drawn from, with the sliders",
  bars: "Characters that may come next",
  bar: "{name}: the machine {before}, with the sliders {after}",
  bars_help: "Click a character, or press Enter on it, to write it.",
  rest: "The {count} below the first twelve: together {before}, with the sliders {after}.",
  cut_topK: "top-k",
  cut_topP: "top-p",
  cut_other: "cut",

  temperature: "Temperature",
  temperature_about: "Below 1 the likely becomes likelier still; above 1 the unlikely gets its chance. "
    + "At 0 the likeliest is always taken.",
  topK: "Top-k",
  topK_about: "Only so many characters, the likeliest, may be drawn.",
  topP: "Top-p",
  topP_about: "Of these, only as many as it takes to have this share of the probability together.",

  own_min_p: "By a setting of this machine, nothing is drawn that has less than {share} times the probability of "
    + "the likeliest.",
  own_penalty: "By a setting of this machine, what stands in its window already is less likely to come again: a "
    + "penalty of {penalty}.",

  writing: "Writing",
  back: "One step back",
  step: "Write one",
  step_hint: "Draw a character, and write it at the end",
  forward: "One step forward",
  write_on: "Write on",
  write_on_hint: "Go on character by character, until it is stopped",
  stop: "Stop",
  speed: "Speed",
  a_second: "{count} a second",
  speed_about: "At most. The maps and all the other numbers follow as fast as this computer can compute them.",
  seed: "Seed",
  another_seed: "Another",
  seed_about: "The same seed writes the same text again.",
  seed_wrong: "A seed is a whole number from 0 to 9,007,199,254,740,991. Until there is one, {seed} stays.",
  not_drawn: "To write, one character is chosen at random: the more probable it is, the more often it comes.",
  drawn: "Random number {place} of seed {seed} is {number}; it falls on {token}.",
  chosen: "You chose {token}.",

  footer: "Everything is computed in this browser; nothing that you type leaves it.",
}
