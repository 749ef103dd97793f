import type { Timeline } from '../audio/timeline.js';
import type { EchoGuard, EchoVerdict } from './echo-guard.js';
import type { SttEvent } from '../ports/speech-to-text.js';

type Transcript = Extract<SttEvent, { type: 'transcript-partial' | 'transcript-final' }>;

/**
 * Brings the {@link EchoGuard} together with a conversation: translates the caller's timeline into clock time,
 * and remembers which finals are no longer what the recogniser said.
 */
export class EchoWatch {
  readonly #cut = new Set<number>();
  /** Since where the utterance that is being heard has had no final, ms on the caller's timeline. */
  #from = { utterance: -1, atMs: 0 };

  constructor(
    private readonly guard: EchoGuard,
    private readonly timeline: Timeline,
  ) {}

  /** Words of the bot's begin to sound, or will. */
  sounds(word: { text: string; startAtMs: number; endAtMs: number }): void {
    this.guard.spoke(word);
  }

  /** The sink was cleared. */
  silenced(nowMs: number): void {
    this.guard.silenced(nowMs);
  }

  /** The level of a stretch of the caller's audio, on the caller's timeline. */
  level({ startMs, endMs, levelDbfs }: { startMs: number; endMs: number; levelDbfs: number }): void {
    const { timeline } = this;
    this.guard.heard({ startAtMs: timeline.toClock(startMs), endAtMs: timeline.toClock(endMs), levelDbfs });
  }

  /** The caller, or their line, made a sound. */
  began(utterance: number, atMs: number): void {
    this.#from = { utterance, atMs };
  }

  /** What of a transcript is the caller's, and since where if not all of it is, ms on the caller's timeline. */
  judge(event: Transcript): Pick<EchoVerdict, 'verdict' | 'own'> & { ownFromMs?: number } {
    const { timeline } = this;
    const final = event.type === 'transcript-final';
    const throughMs = final ? event.endMs : event.throughMs;
    const known = this.#from.utterance === event.utterance;
    const { ownFromAtMs, ...verdict } = this.guard.judge({
      utterance: event.utterance,
      text: event.text,
      throughAtMs: timeline.toClock(throughMs),
      final,
      ...(known && { startAtMs: timeline.toClock(this.#from.atMs) }),
      ...(final &&
        event.words.length > 0 && {
          words: event.words.map(({ text, startMs, endMs }) => ({
            text,
            startAtMs: timeline.toClock(startMs),
            endAtMs: timeline.toClock(endMs),
          })),
        }),
    });
    if (final) {
      this.#from = { utterance: event.utterance, atMs: event.endMs };
      if (verdict.own !== event.text) this.#cut.add(event.index);
    }
    return ownFromAtMs === undefined ? verdict : { ...verdict, ownFromMs: timeline.toAudio(ownFromAtMs) };
  }

  /** Whether the refinement of this final would bring back what was cut out of it. */
  isCut(index: number): boolean {
    return this.#cut.delete(index);
  }
}
