import { invalidOption } from '../errors/validate.js';
import { type AudioFormat, pcm } from './audio-format.js';

/**
 * The one of `offered` that costs `wanted` the least quality: the same rate if there is one, else the
 * smallest rate above (nothing is lost), else the largest below. Of several at that rate, PCM first
 * (G.711 from or to it is one exact step), then the encoding wanted.
 *
 * Throws `ERR_INVALID_OPTION` if nothing is offered.
 */
export function nearestFormat(wanted: AudioFormat, offered: readonly AudioFormat[]): AudioFormat {
  const [first, ...others] = offered;
  if (first === undefined) throw invalidOption('formats', offered, 'at least one audio format');
  return others.reduce((best, other) => (isNearer(wanted, other, best) ? other : best), first);
}

/**
 * The one of `offered` to recognise audio of `source` in: a call of 8 kHz stays at 8 kHz, for upsampling
 * adds nothing and costs traffic; anything better goes to 16 kHz, where recognisers are at their best.
 */
export function recognitionFormat(source: AudioFormat, offered: readonly AudioFormat[]): AudioFormat {
  return nearestFormat(pcm(source.sampleRateHz <= 8000 ? 8000 : 16_000), offered);
}

function isNearer(wanted: AudioFormat, a: AudioFormat, b: AudioFormat): boolean {
  if (a.sampleRateHz !== b.sampleRateHz) {
    const aLoses = a.sampleRateHz < wanted.sampleRateHz;
    const bLoses = b.sampleRateHz < wanted.sampleRateHz;
    if (aLoses !== bLoses) return bLoses;
    return aLoses ? a.sampleRateHz > b.sampleRateHz : a.sampleRateHz < b.sampleRateHz;
  }
  return encodingCost(wanted, a) < encodingCost(wanted, b);
}

function encodingCost(wanted: AudioFormat, format: AudioFormat): number {
  if (format.encoding === 'pcm_s16le') return 0;
  return format.encoding === wanted.encoding ? 1 : 2;
}
