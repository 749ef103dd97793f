import type { AudioLevels } from '@rechka/web/client';

const frameMs = 1000 / 30;
/** For those who asked for less motion. */
const calmFrameMs = 250;
/** What counts as silence and as loud, in dB below full scale. */
const [silentDb, loudDb] = [-55, -12];
/** Share of a fall that is shown in one frame: voices leap up and fade. */
const fall = 0.25;

/** Two halos around the large button, as large as caller and bot are loud. A hidden page has no animation frames. */
export class LevelRing {
  readonly #calm = matchMedia('(prefers-reduced-motion: reduce)');
  readonly #shown = { microphone: 0, speech: 0 };
  #frame: number | undefined;
  #drawnAtMs = 0;

  constructor(
    private readonly place: HTMLElement,
    private readonly levels: () => AudioLevels,
  ) {}

  start(): void {
    this.#frame ??= requestAnimationFrame(this.#draw);
  }

  stop(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    this.#show({ microphone: 0, speech: 0 });
  }

  readonly #draw = (nowMs: number): void => {
    this.#frame = requestAnimationFrame(this.#draw);
    if (nowMs - this.#drawnAtMs < (this.#calm.matches ? calmFrameMs : frameMs) - 2) return;
    this.#drawnAtMs = nowMs;
    this.#show(this.levels());
  };

  #show(levels: AudioLevels): void {
    for (const name of ['microphone', 'speech'] as const) {
      const level = loudness(levels[name]);
      const before = this.#shown[name];
      const shown = Math.round((level > before ? level : before + (level - before) * fall) * 100) / 100;
      // The same number again would cost a style pass.
      if (shown === before) continue;
      this.#shown[name] = shown;
      this.place.style.setProperty(`--${name}`, String(shown));
    }
  }
}

/** 0–1, as the ear has it. */
function loudness(level: number): number {
  if (level <= 0) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(level) - silentDb) / (loudDb - silentDb)));
}
