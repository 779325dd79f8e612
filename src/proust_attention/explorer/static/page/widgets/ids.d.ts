/**
 * The elements of index.html that the code names, by their ids, each with its tag: of an id that is not here, or
 * of what its element cannot do, tsc complains.
 */

export type Tags = {
  // the panels
  header: "header"
  walk: "aside"
  text: "section"
  next: "section"
  maps: "section"
  parts: "section"
  time: "section"
  surprise: "section"
  beside: "section"
  arithmetic: "section"
  diagram: "section"
  learn: "section"
  gradient: "section"

  machine: "select"
  "open-files": "button"
  files: "input"
  share: "button"
  language: "select"
  loading: "div"
  "notice-frame": "div"
  notice: "p"
  "close-notice": "button"

  "walk-begin": "button"
  "learn-begin": "button"

  examples: "div"
  "phrase-label": "span"
  phrase: "textarea"
  "phrase-note": "p"
  "ribbon-help": "p"
  shades: "div"
  taps: "div"
  characters: "div"
  where: "p"
  shaded: "p"

  after: "p"
  "kind-before": "span"
  "kind-after": "span"
  bars: "div"
  rest: "p"
  "bars-help": "p"
  back: "button"
  step: "button"
  forward: "button"
  "write-on": "button"
  branches: "div"
  "branches-tree": "div"
  "branches-clear": "button"
  tail: "span"
  sliders: "div"
  pace: "div"
  drawn: "p"
}
