// What callers say and where they pause: the corpus of endpointing, laid out as calls by a seeded generator.
import { readFileSync } from 'node:fs';

/** A longer pause does not belong to one utterance. */
const longestPauseMs = 2800;
/** How far callers differ in tempo: sigma of a log-normal factor, assumed (see the corpus). */
const tempoSigma = 0.2;
/** Steady noise of the lines, dBFS RMS, in turn. Assumed: a good line, a room, a street behind a window. */
const noisesDbfs = [Number.NEGATIVE_INFINITY, -60, -48];

const rows = (name) =>
  readFileSync(new URL(`../packages/russian/corpora/${name}.tsv`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => line.split('\t'));

const pauses = rows('endpointing-pauses').map(([place, component, share, medianMs, sigma]) => ({
  place,
  component,
  share: Number(share),
  medianMs: Number(medianMs),
  sigma: Number(sigma),
}));

/** `tuning` and `held-out` are of one corpus; `second` is one of its own, which no threshold was chosen on. */
export const splits = ['tuning', 'held-out', 'second'];

/** `{ id, split, kind, expect, places, texts }`: what is said between the places of pauses, and which places these are. */
export const utterances = [...rows('endpointing'), ...rows('endpointing-second')].map(
  ([id, split, kind, expect, text]) => ({
    id: Number(id),
    split,
    kind,
    expect,
    texts: text.split(/ [|/~] /),
    places: [...text.matchAll(/ ([|/~]) /g)].map(([, place]) => place),
  }),
);

export const kinds = [...new Set(utterances.map(({ kind }) => kind))];

/** A generator of its own (mulberry32), so that all runs are the same. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function drawPause(place, tempo, random) {
  const components = pauses.filter((pause) => pause.place === place);
  let left = random();
  const component = components.find(({ share }) => (left -= share) < 0) ?? components.at(-1);
  const ms = component.medianMs * tempo * Math.exp(component.sigma * normal(random));
  return Math.round(Math.min(ms, longestPauseMs));
}

/**
 * Calls of one split: each caller says one utterance of each kind, with their own tempo and on their own line. Every
 * utterance has `pausesMs` between its texts. `every`: only every so many callers.
 */
export function callsOf(split, { seed = 1, every = 1 } = {}) {
  const byKind = kinds.map((kind) => utterances.filter((one) => one.split === split && one.kind === kind));
  const calls = [];
  for (let caller = 0; caller < Math.max(...byKind.map(({ length }) => length)); caller++) {
    const random = seeded(seed * 10_007 + caller * 101 + splits.indexOf(split));
    const tempo = Math.exp(tempoSigma * normal(random));
    const said = byKind
      .flatMap((all) => all.slice(caller, caller + 1))
      .map((one) => ({ one, order: random() }))
      .sort((a, b) => a.order - b.order)
      .map(({ one }) => ({ ...one, pausesMs: one.places.map((place) => drawPause(place, tempo, random)) }));
    if (caller % every === 0)
      calls.push({
        caller,
        tempo,
        noiseDbfs: noisesDbfs[caller % noisesDbfs.length],
        seed: caller + 1,
        utterances: said,
      });
  }
  return calls;
}
