/**
 * Tone speech: text ⇄ audio for tests. Words travel as a multi-tone signal inside the telephone band, so what
 * a recogniser «hears» depends on every sample that the code under test moved, mixed, cut or resampled.
 *
 * | what      | value                                                                                          |
 * | --------- | ---------------------------------------------------------------------------------------------- |
 * | tones     | voice A 675 + 75·k Hz, voice B 2200 + 75·k Hz, k = 0…15: two talkers at once stay separable     |
 * | symbol    | 20 ms, one tone = 4 bits; raised-cosine edges of 4 ms, phase restarts; peak 0.35 of full scale  |
 * | alphabet  | windows-1251, one byte a character; 0x01 = ₽; 0x1B + 2 bytes = any other UTF-16 unit            |
 * | word      | a run of non-spaces, punctuation included; case and digits are kept                             |
 * | frame     | tones 3, 12, 7 (60 ms) · header · n bytes · CRC-24; high nibble first; 220 + 40·n ms            |
 * | header    | n (5 bits, 1…31) · glue (1) · sequence mod 4 (2)                                                |
 * | long word | parts of up to 31 bytes, 20 ms apart; every part but the first has glue = 1                     |
 * | CRC-24    | polynomial 0x864CFB, start 0xB704CE (⊕ 0x111111 for voice B), over header and text              |
 * | whitening | each byte ⊕ a fixed pseudo-random byte of its place in the frame                                |
 * | gaps      | 50 ms between words, 40 more after `, ; : —`, 120 more after `. ? ! …`; about 13 characters/s   |
 *
 * It survives (see the tests) resampling, G.711, MP3, Opus at 24 kbit/s, hard clipping, DC, −30 dB of gain,
 * noise as loud as the signal, clocks 0.1 % apart, its own echo and a second talker 30 dB louder. What does
 * not survive is reported as damaged or is missing, never as another word. Parametric vocoders (GSM) break it.
 *
 * @module
 */

/** One of the two talkers that can be told apart when they sound at once. */
export type ToneVoice = 'a' | 'b';

/** In the order of their index everywhere in this folder. */
export const toneVoices: readonly [ToneVoice, ToneVoice] = ['a', 'b'];

export const SYMBOL_MS = 20;
export const EDGE_MS = 4;
export const PEAK_AMPLITUDE = 0.35;

export const TONE_COUNT = 16;
export const TONE_SPACING_HZ = 75;
export const FIRST_TONE_HZ: Readonly<Record<ToneVoice, number>> = { a: 675, b: 2200 };

/** Tones that open every frame. */
export const SYNC_TONES: readonly [number, number, number] = [3, 12, 7];
/** Header and CRC, in nibbles; a text byte takes two more. */
export const OVERHEAD_NIBBLES = 8;
export const MAX_PART_BYTES = 31;

export const PART_GAP_MS = 20;
export const WORD_GAP_MS = 50;
export const CLAUSE_PAUSE_MS = 40;
export const SENTENCE_PAUSE_MS = 120;

/** Sound of a frame that carries `bytes` of text. */
export function frameMs(bytes: number): number {
  return (SYNC_TONES.length + OVERHEAD_NIBBLES + 2 * bytes) * SYMBOL_MS;
}
