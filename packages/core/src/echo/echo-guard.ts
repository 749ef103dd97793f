import { checkNumber, checkOneOf } from '../errors/validate.js';
import { weighEcho, type EchoFinding, type EchoScene } from './echo-evidence.js';
import { EchoLine } from './echo-line.js';
import { hearHalfDuplex } from './half-duplex.js';
import { HeardWords, type HeardTranscript, type HeardWord } from './heard-words.js';
import { LineLevels, type HeardLevel } from './line-levels.js';
import { SpokenWords, type SpokenStretch } from './spoken-words.js';
import { soundsLike } from './word-similarity.js';

/** How the bot is kept from taking its own voice for the caller's. */
export type EchoMode =
  /** Compares what is heard with what the bot is saying: words, time, level. The caller can interrupt. */
  | 'guard'
  /** Hears nothing while the bot speaks. For lines so bad that words do not help. */
  | 'half-duplex'
  /** Believes everything: the transport cancels the echo. */
  | 'off';

const modes: readonly EchoMode[] = ['guard', 'half-duplex', 'off'];

/** What an {@link EchoGuard} assumes of the line and the language. */
export interface EchoGuardOptions {
  /** Default `guard`. */
  mode?: EchoMode;
  /** The longest way from the bot's mouth to the caller's microphone and back, in ms, up to 2 000. Default 600. */
  maxDelayMs?: number;
  /** `half-duplex`: how long after the bot's last sound nothing is heard yet, in ms. Default 500. */
  tailMs?: number;
  /** `half-duplex`: speech with less voice than this outside the bot's time does not count, in ms. Default 200. */
  minVoicedMs?: number;
  /**
   * The words in which the synthesiser reads a text («15:30» gives «пятнадцать», «тридцать»). Without it figures
   * stand for as many {@link EchoGuardOptions.numerals} as there are digits.
   */
  spokenWords?: (text: string) => readonly string[];
  /** Words that figures are read with («пятнадцать», «рублей»), raw: no others are taken for their echo. Default: any. */
  numerals?: ReadonlySet<string>;
}

/** What a transcript is. */
export interface EchoVerdict {
  /** `unsure`: too little to tell; more words will. */
  verdict: 'echo' | 'person' | 'unsure';
  /**
   * The transcript without the echo: what the caller said or, with `unsure`, may have said. Empty for `echo`, and for
   * `unsure` where there is a voice besides the bot's and no word of it.
   */
  own: string;
  /** When the first of the caller's words began, as far as is known, where they are not the whole of the transcript. */
  ownFromAtMs?: number;
}

/** The bot's pauses between words and sentences are shorter. */
const pauseMs = 400;
/** A final must have so many words of the bot's, heard rightly, for the line's habits to be learned from it. */
const learnFromWords = 3;
/** Short words are found by accident. */
const learnFromLetters = 3;

/**
 * Tells the bot's own voice, coming back on the caller's line, from the caller's. It is told what sounds
 * ({@link EchoGuard.spoke}), how loud the line is ({@link EchoGuard.heard}) and what was recognised
 * ({@link EchoGuard.judge}), in whatever order these become known; all times are of the clock, in ms.
 *
 * A word is an echo if the bot said it 0–600 ms before, or as long before as echoes have come on this line so far.
 * What is left is the caller's if there is enough of it: two words, or one that is too loud for the echo, or any
 * at a time when no echo can be. So neither a misheard word of the bot's is taken for an interruption, nor a
 * caller's «завтра» for an echo of the «завтра» before. Level by itself decides nothing: the bot may be louder.
 *
 * It decides by what it is told alone: no clock, no timers. It remembers 30 s.
 *
 * @example
 * ```ts
 * const guard = new EchoGuard();
 * guard.spoke({ text: 'на пятнадцать тридцать', startAtMs: 1000, endAtMs: 2200 });
 * guard.judge({
 *   utterance: 0, final: true, throughAtMs: 3000, text: 'на пятнадцать тридцать нет подождите',
 *   words: recognised, // with their times
 * }); // { verdict: 'person', own: 'нет подождите' }
 * ```
 */
export class EchoGuard {
  readonly mode: EchoMode;
  readonly #tailMs: number;
  readonly #minVoicedMs: number;
  readonly #maxDelayMs: number;
  readonly #spoken: SpokenWords;
  readonly #levels = new LineLevels();
  readonly #heard = new HeardWords();
  readonly #line: EchoLine;
  readonly #numerals: readonly string[] | undefined;

  /** What was left for the caller of the last transcript, and what of it was there when the sink was cleared. */
  #own: { utterance: number; words: readonly string[] } = { utterance: -1, words: [] };
  #ownBeforeCut = this.#own;

  /** Throws `ERR_INVALID_OPTION`. */
  constructor({
    mode = 'guard',
    maxDelayMs = 600,
    tailMs = 500,
    minVoicedMs = 200,
    spokenWords,
    numerals,
  }: EchoGuardOptions = {}) {
    checkOneOf('echo.mode', mode, modes);
    checkNumber('echo.maxDelayMs', maxDelayMs, { min: 50, max: 2000 });
    checkNumber('echo.tailMs', tailMs, { min: 0, max: 5000 });
    checkNumber('echo.minVoicedMs', minVoicedMs, { min: 0, max: 5000 });
    this.mode = mode;
    this.#tailMs = tailMs;
    this.#minVoicedMs = minVoicedMs;
    this.#maxDelayMs = maxDelayMs;
    this.#spoken = new SpokenWords(spokenWords);
    this.#line = new EchoLine(maxDelayMs);
    this.#numerals = numerals && [...numerals];
  }

  /**
   * The bot is heard to say this. Tell each word when it begins to sound, or the whole of what the sink holds: a
   * stretch may end in the future. Stretches come in the order in which they sound.
   */
  spoke(stretch: SpokenStretch): void {
    this.#spoken.add(stretch);
  }

  /** The sink was cleared: what was told to sound after this moment did not. */
  silenced(atMs: number): void {
    this.#spoken.cut(atMs);
    this.#ownBeforeCut = this.#own;
  }

  /** The level of the caller's next audio. Without levels the guard goes by words and times. */
  heard(level: HeardLevel): void {
    this.#levels.add(level);
  }

  /** Judges a transcript, partial or final. Partials and the final of one utterance come in order. */
  judge(transcript: HeardTranscript): EchoVerdict {
    const heard = this.#heard.read(transcript);
    if (this.mode === 'off' || heard.length === 0) return { verdict: 'person', own: transcript.text };
    const { verdict, own } =
      this.mode === 'half-duplex'
        ? hearHalfDuplex(heard, this.#spoken, this.#levels, {
            tailMs: this.#tailMs,
            minVoicedMs: this.#minVoicedMs,
          })
        : this.#weigh(heard, transcript);
    const words = heard.filter((_, place) => own.has(place)).map(({ text }) => text);
    this.#own = { utterance: transcript.utterance, words };
    // Untouched where nothing is cut: punctuation and spaces are the recogniser's.
    if (own.size === heard.length) return { verdict, own: transcript.text };
    const ownWords = heard.filter((_, place) => own.has(place));
    const [first] = ownWords;
    return {
      verdict,
      own: ownWords.map(({ shown }) => shown).join(' '),
      ...(first && { ownFromAtMs: first.startAtMs }),
    };
  }

  #weigh(heard: readonly HeardWord[], { utterance, throughAtMs, final }: HeardTranscript): EchoFinding {
    const firstMs = Math.min(...heard.map(({ startAtMs, endFromMs }) => Math.min(startAtMs, endFromMs)));
    const lastSoundMs = this.#spoken.lastSoundMs(throughAtMs);
    const scene: EchoScene = {
      heard,
      // Everything that may have come back within this time, rough word times allowed for.
      spoken: this.#spoken.within(firstMs - 2 * this.#maxDelayMs, throughAtMs + this.#maxDelayMs),
      line: this.#line,
      levels: this.#levels,
      throughAtMs,
      isNumeral: (word) => this.#numerals?.some((numeral) => soundsLike(word, numeral)) ?? true,
      botSounds: lastSoundMs !== undefined && throughAtMs - lastSoundMs < pauseMs,
      // A partial may have had only the beginning of the word.
      heardBeforeCut: (word) =>
        this.#ownBeforeCut.utterance === utterance &&
        this.#ownBeforeCut.words.some((before) => word.startsWith(before) || soundsLike(before, word)),
      cleanLine: this.#line.isClean(this.#spoken.count, this.#spoken.firstAtMs, throughAtMs),
    };
    const finding = weighEcho(scene);
    this.#learn(scene, finding, final);
    return finding;
  }

  /** Learns how late and how loud echoes are from what is surely one, how loud the caller is from what surely is not. */
  #learn({ heard, spoken }: EchoScene, { verdict, matches }: EchoFinding, final: boolean): void {
    const echoes = heard.flatMap((word, place) => {
      const match = matches[place];
      const said = match?.kind === 'equal' ? spoken[match.spoken] : undefined;
      return said && word.text.length >= learnFromLetters ? [{ word, said }] : [];
    });
    if (verdict === 'echo' && echoes.length > 1) this.#line.echoSeen();
    if (!final) return;
    if (spoken.length === 0) for (const word of heard) this.#learnLevel(word, 'caller');
    const strange = matches.filter((match) => match === undefined).length;
    if (strange <= 1 && heard.length > learnFromWords) this.#line.echoRead(heard.length, strange);
    if (echoes.length < learnFromWords) return;
    for (const { word, said } of echoes) {
      if (!word.timed) continue;
      if (said.slackMs === 0) this.#line.echoTimed(word.endToMs - said.endAtMs);
      this.#learnLevel(word, 'echo');
    }
  }

  #learnLevel({ timed, startAtMs, endToMs }: HeardWord, of: 'caller' | 'echo'): void {
    const dbfs = timed ? this.#levels.loudness(startAtMs, endToMs) : undefined;
    if (dbfs === undefined) return;
    if (of === 'caller') this.#line.callerLoud(dbfs);
    else this.#line.echoLoud(dbfs);
  }
}
