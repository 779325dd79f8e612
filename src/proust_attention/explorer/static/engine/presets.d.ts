/**
 * The presets of settings: groups of a config.json, in part.
 *
 * presets.js is no file of this folder: explorer/site.py makes it of config.py, the one table that Python has.
 * This file holds its type alone.
 */
export const PRESETS: Readonly<Record<string, Record<string, Record<string, any>>>>
