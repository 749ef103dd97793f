import { isVoiceError, parseWav, pcmToSamples, Resampler, type Clock } from '@rechka/core';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import { runProgram } from '../../run-program.js';
import type { HeardWord, SpeakingVoice, Utterance } from './speaking-voice.js';
import { espeakVoice } from './voices.js';
import type { VoiceSettings } from './voice-settings.js';
import { setLoudness } from './volume.js';

/** The program that speaks. It is used by its command line alone. */
export const espeak = 'espeak-ng';

/** 250 characters take it about 50 ms. */
const deadlineMs = 10_000;
/** Three minutes of its 22 050 Hz: 250 characters at the slowest speed take less. */
const maxOutputBytes = 8_000_000;
/** Pause after an utterance that another follows, as long as that of tone speech. */
const sentencePauseMs = 170;

/**
 * Speaks for people to hear. Pauses of the markup are exact; where a word begins is an estimate from its letters.
 * Stress and emphasis are left to the program, a wished duration is kept only by adding silence.
 */
export function audibleVoice(clock: Clock): SpeakingVoice {
  return async (utterance) => {
    const { words, pausesMs, last, sampleRateHz, settings } = utterance;
    const speech = new Speech(sampleRateHz);
    speech.rest(pausesMs[0] ?? 0);
    for (let from = 0, to; from < words.length; from = to) {
      // A breath: words up to the next pause of the markup.
      to = from + 1;
      while (to < words.length && (pausesMs[to] ?? 0) === 0) to++;
      const breath = words.slice(from, to);
      speech.say(breath, await sound(breath.join(' '), utterance, clock));
      speech.rest(Math.max(pausesMs[to] ?? 0, to === words.length && !last ? sentencePauseMs : 0));
    }
    const { duration, loudness } = settings;
    if (duration !== undefined && duration.policy !== 'MAX_DURATION') speech.fillUpTo(duration.durationMs);
    const samples = speech.samples();
    setLoudness(samples, loudness);
    return { samples, lengthMs: speech.lengthMs, words: speech.words, exact: false };
  };
}

/** Sound and words, one after another. Every stretch is a whole number of ms long. */
class Speech {
  readonly words: HeardWord[] = [];
  readonly #sampleRateHz: number;
  readonly #stretches: { startMs: number; sound: Int16Array }[] = [];
  lengthMs = 0;

  constructor(sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
  }

  rest(ms: number): void {
    this.lengthMs += ms;
  }

  /** `sound` is that of `breath`: each word has as much of it as of the letters. */
  say(breath: readonly string[], sound: Int16Array): void {
    const startMs = this.lengthMs;
    const soundMs = Math.ceil((sound.length * 1000) / this.#sampleRateHz);
    this.#stretches.push({ startMs, sound });
    this.lengthMs += soundMs;
    const letters = breath.reduce((sum, { length }) => sum + length, 0);
    let before = 0;
    const at = (count: number) => startMs + Math.round((soundMs * count) / letters);
    for (const text of breath) {
      const wordMs = at(before);
      before += text.length;
      this.words.push({ text, startMs: wordMs, lengthMs: at(before) - wordMs });
    }
  }

  fillUpTo(ms: number): void {
    this.lengthMs = Math.max(this.lengthMs, ms);
  }

  samples(): Int16Array {
    const inSamples = (ms: number) => Math.round((ms * this.#sampleRateHz) / 1000);
    const samples = new Int16Array(inSamples(this.lengthMs));
    for (const { startMs, sound } of this.#stretches) {
      samples.set(sound.subarray(0, samples.length - inSamples(startMs)), inSamples(startMs));
    }
    return samples;
  }
}

/** `text` as the program speaks it, at the rate asked for. */
async function sound(
  text: string,
  { settings, sampleRateHz, signal }: Utterance,
  clock: Clock,
): Promise<Int16Array> {
  let wav: Buffer;
  try {
    const input = `${text}\n`;
    const args = espeakArguments(settings);
    wav = await runProgram(espeak, { args, input, deadlineMs, clock, maxOutputBytes, signal });
  } catch (error) {
    if (isVoiceError(error)) throw error;
    throw new Refusal(status.INTERNAL, `The emulator cannot speak audibly: ${String(error)}`);
  }
  // It writes a header and nothing else for a text without letters.
  if (wav.length <= 44) return new Int16Array(0);
  const { format, data } = parseWav(wav);
  const samples = pcmToSamples(data);
  if (format.sampleRateHz === sampleRateHz) return samples;
  const resampler = new Resampler(format.sampleRateHz, sampleRateHz);
  const [most, rest] = [resampler.push(samples), resampler.flush()];
  const resampled = new Int16Array(most.length + rest.length);
  resampled.set(most);
  resampled.set(rest, most.length);
  return resampled;
}

/** 175 words a minute and pitch 50 are its usual ones; 80 to 450 and 0 to 99 are what it takes. */
function espeakArguments({ voice, speed, pitchShift }: VoiceSettings): string[] {
  const wordsPerMinute = Math.min(450, Math.max(80, Math.round(175 * speed)));
  const pitch = Math.min(99, Math.max(0, Math.round(50 + pitchShift / 20)));
  const sounding = ['-v', espeakVoice(voice), '-s', String(wordsPerMinute), '-p', String(pitch)];
  // UTF-8 from standard input, WAV to standard output, no pause at the end.
  return [...sounding, '-b', '1', '-z', '--stdin', '--stdout'];
}
