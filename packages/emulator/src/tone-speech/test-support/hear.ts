import { SeededRandom } from '../../recogniser/seeded-random.js';
import { ToneSpeechDecoder, type ToneWord } from '../decode.js';
import type { ToneVoice } from '../parameters.js';

/** Everything heard in `samples` when they come in random chunks of 1 to 900. */
export function hear(samples: Int16Array, sampleRateHz: number, seed = 1): ToneWord[] {
  const random = new SeededRandom(seed);
  const decoder = new ToneSpeechDecoder({ sampleRateHz });
  const heard: ToneWord[] = [];
  for (let from = 0; from < samples.length;) {
    const to = from + random.integer(1, 900);
    heard.push(...decoder.push(samples.subarray(from, to)));
    from = to;
  }
  heard.push(...decoder.flush());
  return heard;
}

/** The text of one voice: parts joined, a damaged word as <?>. */
export function textOf(heard: readonly ToneWord[], voice: ToneVoice): string {
  let text = '';
  for (const word of heard) {
    if (word.voice !== voice) continue;
    if (text !== '' && !(word.kind === 'word' && word.glue)) text += ' ';
    text += word.kind === 'word' ? word.text : '<?>';
  }
  return text;
}
