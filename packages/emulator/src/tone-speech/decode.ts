import { checkNumber } from '@rechka/core';
import { bytesToText } from './alphabet.js';
import { FrameReader, type ReadFrame } from './frame-reader.js';
import {
  frameMs,
  OVERHEAD_NIBBLES,
  SYMBOL_MS,
  SYNC_TONES,
  TONE_COUNT,
  toneVoices,
  type ToneVoice,
} from './parameters.js';
import { SYMBOL_HOPS, SyncFinder, type Sync } from './sync-finder.js';
import { to8k, type To8k } from './to-8k.js';
import { BANK_TONES, HOP_MS, RING_HOPS, ToneBank } from './tone-bank.js';

/**
 * What was heard. Times are ms from the first sample; the order is that of the audio in which each became
 * certain (a word at its end), so a damaged one may come after a word that began later.
 */
export type ToneWord =
  | {
      kind: 'word';
      text: string;
      voice: ToneVoice;
      startMs: number;
      endMs: number;
      /** RMS of the word's tones, dB relative to full scale; −13 as encoded. */
      levelDbfs: number;
      /** Continues the word before it of the same voice (a long word travels in parts). */
      glue: boolean;
      /** Counts the words (and parts) of one encoded text modulo 4: a jump shows lost ones. */
      seq: number;
    }
  /** A word began here but could not be read; `endMs` is where it was given up. */
  | { kind: 'damaged'; voice: ToneVoice; startMs: number; endMs: number };

/** A frame that may have begun. Several may be open at once: a false sync never hides a true one. */
interface Hypothesis extends Sync {
  voice: number;
  /** Symbols after the sync, once the header is read. */
  length: number | undefined;
  /** Power of the voice's band during the sync, and the last hop that came near it. */
  syncPower: number;
  audibleHop: number;
}

interface Span {
  voice: number;
  hop: number;
  fromHop: number;
  toHop: number;
}

/** From the start of a frame to the centre of its last sync tone. */
const SYNC_CENTER_MS = (SYNC_TONES.length - 0.5) * SYMBOL_MS;
const HALF_SYMBOL_HOPS = SYMBOL_HOPS / 2;
/** A rival sync this much stronger than an accepted frame's is another talker's, and is kept. */
const RIVAL_SCORE = 1.2;
/** Syncs this near are the same one. */
const SAME_SYNC_HOPS = 2;
/** Frames may share this much at their ends without being rivals. */
const OVERLAP_SLACK_HOPS = 2;
/** After 120 ms without sound (20 dB below its sync) a frame is lost for certain. */
const LOST_AFTER_HOPS = 24;
const LOST_POWER_SHARE = 0.01;
/** Finders look back over three symbols, and remember three hops. */
const QUIET_HOPS = 3 * SYMBOL_HOPS + 3;
/** More than the delay of any resampler and the window: lets the last word out. */
const FLUSH_MS = 40;

/**
 * Hears tone speech in a stream of samples, however it is cut into chunks. Both voices are heard at once.
 * A word is either exact (CRC-24) or reported as damaged or, when even its sync was lost, missing.
 * Costs about 0.5 ms of CPU for a second of audio at 16 kHz.
 *
 * @throws VoiceError `ERR_INVALID_OPTION` for a rate outside 8–192 kHz.
 */
export class ToneSpeechDecoder {
  readonly #sampleRateHz: number;
  readonly #input: To8k;
  readonly #bank = new ToneBank();
  readonly #reader = new FrameReader(this.#bank);
  readonly #finders = toneVoices.map((_, voice) => new SyncFinder(this.#bank, voice));
  #open: Hypothesis[] = [];
  #accepted: Span[] = [];
  #heard: ToneWord[] = [];
  #hop = -1;

  constructor({ sampleRateHz }: { sampleRateHz: number }) {
    checkNumber('sampleRateHz', sampleRateHz, { min: 8000, max: 192_000, integer: true });
    this.#sampleRateHz = sampleRateHz;
    this.#input = to8k(sampleRateHz);
  }

  /** Whether a word seems to be sounding right now. */
  get receiving(): boolean {
    return this.#open.length > 0;
  }

  /** Share (0–1) of the strongest tone in its voice's band at the latest hop: near 1 in tone speech. */
  get tonality(): number {
    if (this.#hop < 0) return 0;
    return Math.max(this.#tonalityOf(0), this.#tonalityOf(1));
  }

  /** Takes the next samples; returns what became certain with them. */
  push(samples: Int16Array): ToneWord[] {
    this.#bank.push(this.#input.push(samples), (hop) => this.#step(hop));
    const heard = this.#heard;
    this.#heard = [];
    return heard;
  }

  /** The end of the stream: what is still open is read or given up. */
  flush(): ToneWord[] {
    const heard = this.push(new Int16Array(Math.ceil((FLUSH_MS * this.#sampleRateHz) / 1000)));
    for (const hypothesis of [...this.#open]) this.#giveUp(hypothesis, this.#hop);
    heard.push(...this.#heard);
    this.#heard = [];
    return heard;
  }

  #tonalityOf(voice: number): number {
    const at = (this.#hop % RING_HOPS) * BANK_TONES + voice * TONE_COUNT;
    const sum = this.#bandPower(voice, this.#hop);
    let strongest = 0;
    for (let tone = 0; tone < TONE_COUNT; tone++)
      strongest = Math.max(strongest, this.#bank.powers[at + tone] ?? 0);
    return sum > 0 ? strongest / sum : 0;
  }

  #bandPower(voice: number, hop: number): number {
    return this.#bank.sums[(hop % RING_HOPS) * 2 + voice] ?? 0;
  }

  #step(hop: number): void {
    this.#hop = hop;
    // So long after the last sound no finder has anything in hand: looking would change nothing.
    if (this.#open.length === 0 && this.#bank.silentHops > QUIET_HOPS) return;
    for (let voice = 0; voice < this.#finders.length; voice++) {
      const sync = this.#finders[voice]?.step(hop);
      if (!sync) continue;
      const syncPower = this.#bandPower(voice, sync.hop);
      this.#open.push({ ...sync, voice, length: undefined, syncPower, audibleHop: hop });
    }
    if (this.#open.length === 0) return;
    for (const hypothesis of [...this.#open]) {
      if (this.#open.includes(hypothesis)) this.#advance(hypothesis, hop);
    }
    this.#accepted = this.#accepted.filter((span) => span.toHop > hop - RING_HOPS);
  }

  #advance(hypothesis: Hypothesis, hop: number): void {
    const { voice } = hypothesis;
    if (hypothesis.length === undefined) {
      if (hop < hypothesis.hop + 2 * SYMBOL_HOPS) return;
      const bytes = this.#reader.announced(voice, hypothesis.hop);
      if (bytes === 0) {
        this.#giveUp(hypothesis, hop);
        return;
      }
      hypothesis.length = OVERHEAD_NIBBLES + 2 * bytes;
    }
    const { length } = hypothesis;
    const lastHop = hypothesis.hop + SYMBOL_HOPS * length;
    if (hop === lastHop) {
      const frame =
        this.#reader.read(voice, hypothesis.hop, length) ??
        this.#reader.read(voice, hypothesis.hop - 1, length);
      if (frame) this.#accept(hypothesis, length, frame);
    } else if (hop > lastHop) {
      const frame =
        this.#reader.read(voice, hypothesis.hop + 1, length) ??
        this.#reader.readInDoubt(voice, hypothesis.hop, length);
      if (frame) this.#accept(hypothesis, length, frame);
      else this.#giveUp(hypothesis, lastHop + HALF_SYMBOL_HOPS);
    } else if (this.#bandPower(voice, hop) > LOST_POWER_SHARE * hypothesis.syncPower) {
      hypothesis.audibleHop = hop;
    } else if (hop - hypothesis.audibleHop > LOST_AFTER_HOPS) {
      this.#giveUp(hypothesis, hypothesis.audibleHop);
    }
  }

  #accept(hypothesis: Hypothesis, length: number, { content, levelDbfs }: ReadFrame): void {
    const span = spanOf(hypothesis);
    const again = this.#accepted.some((other) => isSameSync(other, hypothesis));
    this.#open = this.#open.filter(
      (other) =>
        other !== hypothesis &&
        !isSameSync(other, hypothesis) &&
        (!overlaps(spanOf(other), span) || other.score >= RIVAL_SCORE * hypothesis.score),
    );
    if (again) return;
    this.#accepted.push(span);
    const startMs = startOf(hypothesis);
    this.#heard.push({
      kind: 'word',
      text: bytesToText(content.bytes),
      voice: toneVoices[hypothesis.voice] ?? 'a',
      startMs,
      endMs: startMs + frameMs((length - OVERHEAD_NIBBLES) / 2),
      levelDbfs,
      glue: content.glue,
      seq: content.seq,
    });
  }

  /** Forgets a hypothesis; it is worth a word only if nothing else explains the sound. */
  #giveUp(hypothesis: Hypothesis, endHop: number): void {
    this.#open = this.#open.filter((other) => other !== hypothesis);
    const span = spanOf(hypothesis);
    const explained =
      this.#accepted.some((other) => overlaps(other, span)) ||
      this.#open.some((other) => overlaps(spanOf(other), span));
    if (explained) return;
    const startMs = startOf(hypothesis);
    const endMs = Math.max(endHop * HOP_MS, startMs + SYNC_TONES.length * SYMBOL_MS);
    this.#heard.push({ kind: 'damaged', voice: toneVoices[hypothesis.voice] ?? 'a', startMs, endMs });
  }
}

function startOf({ hop, offset }: Sync): number {
  return (hop + offset) * HOP_MS - SYNC_CENTER_MS;
}

/** What a hypothesis covers, as far as is known. */
function spanOf({ voice, hop, length = 0 }: Hypothesis): Span {
  return {
    voice,
    hop,
    fromHop: hop - 2 * SYMBOL_HOPS - HALF_SYMBOL_HOPS,
    toHop: hop + SYMBOL_HOPS * length + HALF_SYMBOL_HOPS,
  };
}

function isSameSync(a: { voice: number; hop: number }, b: { voice: number; hop: number }): boolean {
  return a.voice === b.voice && Math.abs(a.hop - b.hop) <= SAME_SYNC_HOPS;
}

function overlaps(a: Span, b: Span): boolean {
  return (
    a.voice === b.voice &&
    a.fromHop < b.toHop - OVERLAP_SLACK_HOPS &&
    b.fromHop < a.toHop - OVERLAP_SLACK_HOPS
  );
}
