import type { SpeechItem } from '../machine/turn-state.js';
import type { LlmEvent } from '../ports/language-model.js';
import type { Reply } from './reply.js';
import type { LatencyOrigin } from './latency-marks.js';
import { Speech, type SpeechWorld } from './speech.js';
import type { SoundingWord } from './spoken-words.js';
import type { ReplyOptions } from './turn.js';
import type { Voice } from './voice.js';

/** What the bot's mouth tells the pipeline. */
export interface MouthListener {
  firstAudio(item: SpeechItem): void;
  drained(item: SpeechItem): void;
  failed(item: SpeechItem, audible: boolean): void;
  heard(item: SpeechItem): void;
  starved(item: SpeechItem): void;
  fed(item: SpeechItem): void;
  sounding(word: SoundingWord): void;
  llmEvent(item: SpeechItem, event: LlmEvent): void;
  settled(item: SpeechItem, reply: Reply): void;
}

/** Every speech that is not settled yet, by its id. */
export class Mouth {
  readonly #speeches = new Map<number, Speech>();
  #count = 0;

  constructor(
    private readonly world: Pick<SpeechWorld, 'clock' | 'sink'>,
    private readonly voice: Voice,
    private readonly listener: MouthListener,
  ) {}

  open(
    kind: SpeechItem['kind'],
    { interruptible = true, expect, ...choice }: ReplyOptions,
    answers?: { turnId?: number; since?: LatencyOrigin; before?: number; amid?: boolean },
  ): Speech {
    const { listener } = this;
    const item: SpeechItem = {
      id: (this.#count += 1),
      kind,
      turnId: answers?.turnId,
      interruptible,
      expect,
      before: answers?.before,
      amid: answers?.amid,
    };
    const world = { ...this.world, ...this.voice.of(choice) };
    const speech = new Speech(item, world, answers?.since, {
      firstAudio: () => listener.firstAudio(item),
      drained: () => listener.drained(item),
      failed: (audible) => listener.failed(item, audible),
      heard: () => listener.heard(item),
      starved: () => listener.starved(item),
      fed: () => listener.fed(item),
      sounding: (word) => listener.sounding(word),
      llmEvent: (event) => listener.llmEvent(item, event),
    });
    this.#speeches.set(item.id, speech);
    return speech;
  }

  get(id: number): Speech | undefined {
    return this.#speeches.get(id);
  }

  /** Forgets a speech that was prepared for nobody. */
  discard(speech: Speech): Reply {
    speech.stop();
    this.#speeches.delete(speech.item.id);
    return speech.settle('skipped', 0);
  }

  /** Resolves when nothing is being said, and nothing waits to be. */
  async quiet(): Promise<void> {
    for (let waiting = this.#wanted(); waiting.length > 0; waiting = this.#wanted()) {
      await Promise.all(waiting.map(({ settled }) => settled));
    }
  }

  #wanted(): Speech[] {
    return [...this.#speeches.values()].filter((speech) => !speech.isHeld);
  }

  settle(id: number, ...outcome: Parameters<Speech['settle']>): void {
    const speech = this.#speeches.get(id);
    if (!speech) return;
    this.#speeches.delete(id);
    this.listener.settled(speech.item, speech.settle(...outcome));
  }
}
