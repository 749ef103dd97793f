import type { Segment, Segmenter } from '@rechka/core';
import { findBoundaries, type Boundary } from './boundaries.js';
import { dotBinds } from './dot.js';

/** The first segment may end at a clause of this length: sound starts while the sentence is still being written. */
const firstClause = { minChars: 20, maxChars: 80 };
/** A later clause shorter than this is not worth a synthesis request of its own. */
const minClauseChars = 20;
/** Synthesis time grows with length: a longer sentence is cut at a clause. */
const preferredChars = 140;
/** The longest text SpeechKit takes in one request, and its billing unit. */
const maxChars = 250;
/** How far cuts look: beyond it no character changes a decision. */
const windowChars = 2 * maxChars;

/**
 * Cuts a growing Russian text into pieces for synthesis: the first at a clause if one ends early, then sentences.
 * White space stays at the end of the segment before it. Decisions depend only on the text, never on how it came.
 */
export class RussianSegmenter implements Segmenter {
  #text = '';
  #start = 0;

  push(text: string): Segment[] {
    this.#text += text;
    return this.#take(false);
  }

  end(): Segment[] {
    return this.#take(true);
  }

  #take(ended: boolean): Segment[] {
    const segments: Segment[] = [];
    while (this.#text !== '') {
      const cut = chooseCut(this.#text, { first: this.#start === 0, ended });
      if (cut === undefined) break;
      segments.push({ text: this.#text.slice(0, cut), start: this.#start });
      this.#text = this.#text.slice(cut);
      this.#start += cut;
    }
    return segments;
  }
}

/** Where the next segment of `text` ends; undefined while that may depend on text still to come. */
function chooseCut(text: string, { first, ended }: { first: boolean; ended: boolean }): number | undefined {
  const window = text.slice(0, windowChars);
  const final = ended || window.length === windowChars;
  const { boundaries, certainTo } = findBoundaries(window, final);

  const early = boundaries.find(
    ({ kind, cut }) => cut <= preferredChars && (kind === 'sentence' || (first && startsEarly(cut))),
  );
  if (early !== undefined) return early.cut;
  if (ended && text.length <= preferredChars) return text.length;
  if (!final && certainTo < preferredChars) return undefined;

  const within = (limit: number) => (boundary: Boundary) =>
    boundary.cut >= minClauseChars && boundary.cut <= limit;
  const clause = boundaries.findLast(within(preferredChars)) ?? boundaries.find(within(maxChars));
  if (clause !== undefined) return clause.cut;
  if (ended && text.length <= maxChars) return text.length;
  if (!final && certainTo <= maxChars) return undefined;
  return cutBetweenWords(window);
}

function startsEarly(cut: number): boolean {
  return cut >= firstClause.minChars && cut <= firstClause.maxChars;
}

/** Where to cut a text of more than {@link maxChars} without any punctuation to cut at. */
function cutBetweenWords(text: string): number {
  let anySpace = 0;
  for (let cut = maxChars; cut > 0; cut -= 1) {
    if (!/\s/.test(text.charAt(cut - 1))) continue;
    if (!isGlued(text, cut)) return cut;
    anySpace ||= cut;
  }
  if (anySpace > 0) return anySpace;
  const splitsPair = /[\ud800-\udbff]/.test(text.charAt(maxChars - 1));
  return splitsPair ? maxChars - 1 : maxChars;
}

/** Whether the words around a space are one: «ул. Ленина», «1 200». */
function isGlued(text: string, cut: number): boolean {
  const before = text.slice(0, cut).trimEnd();
  const next = text.charAt(cut);
  if (before.endsWith('.')) return dotBinds(text, before.length - 1, next);
  return /\d$/.test(before) && /\d/.test(next);
}
