import { samplesToPcm, sleep, systemClock } from '@rechka/core';
import { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator } from '../start-emulator.js';
import { virtualTime } from '../testing/index.js';
import { encodeToneSpeech } from '../tone-speech/index.js';
import { OfficialSdk } from './official-sdk.js';

/** Of all audio here. */
export const rateHz = 8000;
const {
  DefaultEouClassifier_EouSensitivity: Sensitivity,
  TextNormalizationOptions_TextNormalization: Normalization,
} = stt;

/** A message to the recogniser, as far as it matters. */
export type Request = stt.DeepPartial<stt.StreamingRequest>;

/** The format of all audio here. */
export const rawAudio = {
  audioEncoding: stt.RawAudio_AudioEncoding.LINEAR16_PCM,
  sampleRateHertz: rateHz,
  audioChannelCount: 1,
};

interface OptionsOfTest {
  normalization?: boolean;
  external?: boolean;
  pauseMs?: number;
}

/** The first message of a session. */
export function sessionOptions({
  normalization = false,
  external = false,
  pauseMs = 500,
}: OptionsOfTest = {}): Request {
  return {
    sessionOptions: {
      recognitionModel: {
        audioFormat: { rawAudio },
        textNormalization: {
          textNormalization: normalization
            ? Normalization.TEXT_NORMALIZATION_ENABLED
            : Normalization.TEXT_NORMALIZATION_DISABLED,
        },
      },
      eouClassifier: external
        ? { externalClassifier: {} }
        : { defaultClassifier: { type: Sensitivity.HIGH, maxPauseBetweenWordsHintMs: pauseMs } },
    },
  };
}

/** Tone speech of the voice that callers have. */
export function speech(text: string): Buffer {
  return Buffer.from(samplesToPcm(encodeToneSpeech(text, { voice: 'a', sampleRateHz: rateHz }).samples));
}

/** Silence in the same format. */
export function silence(ms: number): Buffer {
  return Buffer.alloc(((ms * rateHz) / 1000) * 2);
}

const statusNames = new Map([
  [stt.CodeType.WORKING, 'status working'],
  [stt.CodeType.WARNING, 'status warning'],
  [stt.CodeType.CLOSED, 'status closed'],
]);

/** An event as one word, with its text if it has one. */
export function show(response: stt.StreamingResponse): string {
  const { partial, final, finalRefinement, eouUpdate, statusCode } = response;
  const textOf = (update: stt.AlternativeUpdate | undefined) =>
    (update?.alternatives ?? []).map(({ text }) => `(${text})`).join('') || '()';
  if (partial !== undefined) return `partial${textOf(partial)}`;
  if (final !== undefined) return `final${textOf(final)}`;
  if (finalRefinement !== undefined) return `refinement${textOf(finalRefinement.normalizedText)}`;
  if (eouUpdate !== undefined) return 'eou';
  if (response.classifierUpdate !== undefined)
    return `classifier ${response.classifierUpdate.classifierResult?.classifier}`;
  return statusNames.get(statusCode?.codeType ?? stt.CodeType.UNRECOGNIZED) ?? 'nothing';
}

/** Partials of one growing text, shown as one. */
export function withoutRepeats(events: readonly string[]): string[] {
  const kind = (event: string) => (/^partial\(.+\)$/.test(event) ? 'partial' : event);
  return events.map(kind).filter((event, index, all) => event !== 'partial' || all[index - 1] !== 'partial');
}

/** Talks to an emulator in virtual time, 50 ms of audio every 50 ms, as a client on a phone line would. */
export async function converse(
  requests: readonly (Request | { audio: Buffer } | { pauseMs: number })[],
  options: EmulatorOptions = {},
): Promise<{ responses: stt.StreamingResponse[]; tookMs: number }> {
  const vt = virtualTime();
  return vt.run(async () => {
    const emulator = await startEmulator({ stt: { exact: true, statusIntervalMs: 60_000 }, ...options });
    const sdk = new OfficialSdk(emulator);
    try {
      const { send, end, responses } = sdk.recognize(await sdk.authorized());
      // Ends the sending too when the call is refused half-way.
      const refused = new AbortController();
      responses.catch(() => refused.abort());
      const startedAt = vt.now();
      for (const request of requests) {
        if ('audio' in request) {
          for (let at = 0; at < request.audio.length && !refused.signal.aborted; at += rateHz / 10) {
            await sleep(systemClock, 50);
            send({ chunk: { data: request.audio.subarray(at, at + rateHz / 10) } });
          }
        } else if ('pauseMs' in request) await sleep(systemClock, request.pauseMs);
        else send(request);
      }
      end();
      return { responses: await responses, tookMs: vt.now() - startedAt };
    } finally {
      sdk.close();
      await emulator.close();
    }
  });
}
