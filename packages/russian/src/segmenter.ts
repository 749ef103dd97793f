import type { Segment, Segmenter } from '@rechka/core';
import { BoundaryFinder, type Boundary } from './boundaries.js';
import { waitMsAfter } from './segmenter-wait.js';
import { cutBetweenWords } from './segmenter-words.js';

/** The first segment may end at a clause of this length: sound starts while the sentence is still being written. */
const firstClause = { minChars: 20, maxChars: 80 };
/** A later clause shorter than this is not worth a synthesis request of its own. */
const minClauseChars = 20;
/** A strong mark at this length is a better place than a later comma. */
const minPauseChars = 90;
/** Synthesis time grows with length: a longer sentence is cut at a clause. */
const preferredChars = 140;
/** The longest text SpeechKit takes in one request, and its billing unit. */
const maxChars = 250;

/**
 * Cuts a growing Russian text into pieces for synthesis: the first at a clause if one ends early, then sentences.
 * White space stays at the end of the segment before it. Decisions depend only on the text, never on how it came.
 */
export class RussianSegmenter implements Segmenter {
  readonly #finder = new BoundaryFinder();
  /** Boundaries found after the last cut, in order. */
  #boundaries: Boundary[] = [];
  #start = 0;
  #length = 0;
  /** Without another boundary there is nothing to decide before all of them are known up to here. */
  #nextLook = 0;

  push(text: string): Segment[] {
    this.#length += text.length;
    const found = this.#finder.push(text);
    if (found.length === 0 && this.#finder.certainTo <= this.#nextLook) return [];
    return this.#take(found, false);
  }

  end(): Segment[] {
    return this.#take(this.#finder.end(), true);
  }

  get waitMs(): number | undefined {
    return waitMsAfter(this.#finder.slice(this.#start, this.#length));
  }

  #take(found: readonly Boundary[], ended: boolean): Segment[] {
    if (found.length > 0) this.#boundaries = this.#boundaries.concat(found);
    const segments: Segment[] = [];
    let done = 0;
    while (this.#start < this.#length) {
      while ((this.#boundaries[done]?.cut ?? Infinity) <= this.#start) done += 1;
      const cut = this.#chooseCut(done, ended);
      if (cut === undefined) break;
      segments.push({ text: this.#finder.slice(this.#start, cut), start: this.#start });
      this.#start = cut;
    }
    if (done > 0) this.#boundaries = this.#boundaries.slice(done);
    const isNear = this.#finder.certainTo - this.#start <= preferredChars;
    this.#nextLook = this.#start + (isNear ? preferredChars : maxChars);
    this.#finder.forget(this.#start);
    return segments;
  }

  /** Where the next segment ends; undefined while that may depend on text still to come. */
  #chooseCut(firstBoundary: number, ended: boolean): number | undefined {
    const start = this.#start;
    const near: Boundary[] = [];
    for (let index = firstBoundary; index < this.#boundaries.length; index += 1) {
      const boundary = this.#boundaries[index];
      if (boundary === undefined || boundary.cut > start + maxChars) break;
      if (this.#endsSegment(boundary)) return boundary.cut;
      near.push(boundary);
    }
    const known = ended ? Infinity : this.#finder.certainTo - start;
    const left = this.#length - start;
    if (ended && left <= preferredChars) return this.#length;
    if (known <= preferredChars) return undefined;

    const clause = bestClause(near, start);
    if (clause !== undefined) return clause.cut;
    if (ended && left <= maxChars) return this.#length;
    if (known <= maxChars) return undefined;
    const late =
      near.find(({ kind, cut }) => kind !== 'bound' && cut >= start + minClauseChars) ??
      near.findLast(({ cut }) => cut >= start + minClauseChars);
    return late?.cut ?? start + cutBetweenWords(this.#finder.slice(start, start + maxChars));
  }

  /** Whether a segment is over here whatever comes later. */
  #endsSegment({ kind, cut }: Boundary): boolean {
    const length = cut - this.#start;
    if (kind === 'sentence') return length <= preferredChars;
    const early = this.#start === 0 && length >= firstClause.minChars && length <= firstClause.maxChars;
    return early && kind !== 'bound';
  }
}

/** Where to cut a sentence that is too long: at the last strong mark if the piece is long enough, else the last. */
function bestClause(near: readonly Boundary[], start: number): Boundary | undefined {
  const fit = near.filter(
    ({ kind, cut }) => kind !== 'bound' && cut >= start + minClauseChars && cut <= start + preferredChars,
  );
  return fit.findLast(({ kind, cut }) => kind === 'pause' && cut >= start + minPauseChars) ?? fit.at(-1);
}
