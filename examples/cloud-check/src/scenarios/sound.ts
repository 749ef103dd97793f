import { Synthesizer } from '@rechka/proto/tts';
import { rawCall } from '../raw-call.js';
import type { Target } from '../target.js';

/** What the scenarios say: the cloud's own voice is the only speech that both clouds understand. */
export const sentence = 'Здравствуйте, запишите меня, пожалуйста, на завтра';

export const rateHz = 16_000;

/** The sentence as raw PCM, spoken by the target. */
export async function spokenBy(target: Target): Promise<Uint8Array> {
  const { messages, code, details } = await rawCall(target, 'tts', Synthesizer.utteranceSynthesis, [
    {
      send: {
        text: sentence,
        hints: [{ voice: 'marina' }],
        outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: rateHz } },
      },
    },
    'half-close',
  ]);
  if (code !== 'OK') throw new Error(`Synthesis failed: ${code} ${details}`);
  return Buffer.concat(messages.map(({ message }) => message.audioChunk?.data ?? new Uint8Array(0)));
}
