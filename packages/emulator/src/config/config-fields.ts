import { invalidOption } from '@rechka/core';
import { checkApiKeys, type EmulatedIamOptions } from '../auth/iam-options.js';
import { emulatedServices } from '../emulator-log.js';
import { actionNames, checkFault, tellingWhich } from '../faults/check-fault.js';
import { parseFault } from '../faults/parse-fault.js';
import { latencyNames, instantLatency } from '../latency/profile.js';
import { hearingPresets } from '../recogniser/hearing-manner.js';
import type { EmulatedGptOptions } from '../services/gpt/gpt-options.js';
import { idleAbortCodes, type EmulatedSttOptions } from '../services/stt/stt-options.js';
import type { EmulatedTtsOptions } from '../services/tts/tts-options.js';
import { toneVoices } from '../tone-speech/index.js';
import {
  anyText,
  anything,
  described,
  either,
  flag,
  list,
  map,
  no,
  number,
  object,
  oneOf,
  text,
  type Field,
} from './field.js';
import { logStyles } from '../cli/log-style.js';

const dayMs = 86_400_000;
const most = Number.MAX_SAFE_INTEGER;
const whole = { integer: true };
const port = number(0, 65_535, whole);
const share = number(0, 1);

/** A limit, or `false` for none. */
const limit = (max: number) => either(`a number from 1 to ${max}, or false for no limit`, number(1, max), no);

const latencyMs = number(0, 600_000);
const distribution = either(
  'a number of ms, { minMs, maxMs } or { medianMs, p95Ms }',
  latencyMs,
  object({ minMs: latencyMs, maxMs: latencyMs }, ['minMs', 'maxMs']),
  object({ medianMs: number(0.001, 600_000), p95Ms: number(0.001, 600_000), lessMs: latencyMs }, [
    'medianMs',
    'p95Ms',
  ]),
);

/** A regular expression as JavaScript has them. */
const pattern: Field = (() => {
  const shape = object(
    { pattern: text, flags: { ...anyText, schema: { type: 'string', pattern: '^[dgimsuvy]*$' } } },
    ['pattern'],
  );
  return {
    schema: shape.schema,
    check(name, value) {
      shape.check(name, value);
      const { pattern: source, flags } = value as { pattern: string; flags?: string };
      try {
        new RegExp(source, flags);
      } catch (error) {
        throw invalidOption(
          name,
          source,
          `a regular expression (${error instanceof Error ? error.message : ''})`,
        );
      }
    },
  };
})();

const reply = either(
  'a text, { toolCalls }, { json } or { filtered }',
  anyText,
  object(
    { toolCalls: list(object({ name: text, arguments: map(anything) }, ['name', 'arguments']), { min: 1 }) },
    ['toolCalls'],
  ),
  object({ json: anything }, ['json']),
  object({ filtered: anyText }, ['filtered']),
);

/** Checked by what checks the faults of the library; here is only what editors need to know. */
const fault: Field = {
  schema: {
    anyOf: [
      { type: 'string', description: 'In words: service=stt phase=speech status=UNAVAILABLE' },
      {
        type: 'object',
        required: ['do'],
        properties: {
          service: { enum: [...emulatedServices] },
          do: { type: 'object', properties: Object.fromEntries(actionNames.map((name) => [name, {}])) },
        },
      },
    ],
  },
  check(name, value) {
    if (typeof value === 'string') tellingWhich(name, () => parseFault(value));
    else tellingWhich(name, () => checkFault(value));
  },
};

/** Whoever adds an option to the library adds it here. */
type Fields<Options> = Record<keyof Options, Field>;

const stt = object({
  exact: described('A perfect recogniser: for tests of the wire only. Default false.', flag),
  hearing: described(
    'How well it hears: a preset, or single probabilities in place of those of clean. Default clean.',
    either(
      'one of clean, phone, noisy, or an object of probabilities',
      oneOf(Object.keys(hearingPresets)),
      object(Object.fromEntries(Object.keys(hearingPresets.clean).map((name) => [name, share]))),
    ),
  ),
  eouDuplicateRate: described('Share of doubled eou_updates. Default 0.5.', number(0, 0.95)),
  statusIntervalMs: described('Default 5000.', number(1, dayMs)),
  partialIntervalMs: described('Default 200.', number(10, 60_000)),
  maxStreamMs: described('Longest stream. Default 300000.', limit(dayMs)),
  maxStreamBy: described('Default either.', oneOf(['audio', 'wall', 'either'])),
  maxStreamBytes: described('Most audio in a stream. Default 10000000.', limit(most)),
  idleMs: described('Longest silence in messages. Default 5000.', limit(dayMs)),
  idleAbortCode: described('Default OUT_OF_RANGE.', oneOf(idleAbortCodes)),
  maxNewStreamsPerSecond: described('Default 40.', limit(100_000)),
  maxChannels: described('Default 1.', limit(8)),
  sampleRatesHz: described(
    'Default 8000, 16000 and 48000; false: any.',
    either('an array of rates, or false for any', list(number(8000, 192_000, whole)), no),
  ),
  silenceChunkDrivesEou: described('Default false.', flag),
  fasterThanRealTime: described('Default warn.', oneOf(['accept', 'warn', 'refuse'])),
  ordinarySpeech: described('Lines that ordinary speech is taken for, in a circle.', list(text)),
  toneSpeech: described('Default true. False needs ordinarySpeech.', flag),
  classifiers: described('What classifiers of these names look for in a text.', map(pattern)),
} satisfies Fields<EmulatedSttOptions>);

const tts = object({
  voice: described('Tone voice. Default b.', oneOf(toneVoices)),
  audible: described(
    'Speak for people, by espeak-ng; auto: only where it is installed. Default false.',
    either("true, false or 'auto'", flag, oneOf(['auto'])),
  ),
  wordTimings: described('Default true.', flag),
  messages: described('Default utterance.', oneOf(['utterance', 'sentence'])),
  maxChars: described('Default 250.', number(1, 1_000_000, whole)),
  maxLongChars: described(
    'With unsafe_mode and in StreamSynthesis. Default 5000.',
    number(1, 1_000_000, whole),
  ),
  maxStreamCharsBy: described('Default stream.', oneOf(['stream', 'message'])),
  maxSpeechMs: described('Default 24000.', number(1, dayMs)),
  streamIdleMs: described('Default 600000.', number(1, dayMs)),
  maxRequestsPerSecond: described('Default 40.', limit(100_000)),
} satisfies Fields<EmulatedTtsOptions>);

const gpt = object({
  reply: described('Replies in turn; the last one repeats. Goes before rules.', list(reply, { min: 1 })),
  rules: described(
    'Replies by what the caller said. Default: a barbershop.',
    list(object({ when: either('a text or { pattern }', text, pattern), reply }, ['when', 'reply'])),
  ),
  otherwise: described('Said when no rule fits.', reply),
  maxConcurrent: described('Generations at once. Default 10.', number(1, 10_000, whole)),
  freeOnCancel: described('Default true.', flag),
  maxTokens: described('Default 2000.', number(1, 1_000_000, whole)),
  maxInputTokens: described('Default 32768.', number(1, 10_000_000, whole)),
  maxTokenizerRequestsPerSecond: described('Default 50.', limit(100_000)),
} satisfies Fields<EmulatedGptOptions>);

const iam = object({
  tokenTtlMs: described('Default 43200000, 12 hours.', number(1, dayMs)),
  apiKeys: described('Accepted API keys. Of your tests, never real ones.', {
    schema: list(text).schema,
    check: checkApiKeys,
  }),
  otherFolders: described('Folders that may be used beside folderId.', list(text)),
  endsCalls: described('Whether a call ends with its token. Default false.', flag),
} satisfies Fields<EmulatedIamOptions>);

/** The groups of options, which are the same in a file and in a program but for the kinds of values. */
export const groupFields = { stt, tts, gpt, iam };

/** All of a config file. Paths in it are relative to it. */
export const configFields = object({
  $schema: text,
  host: described('IP address; 0.0.0.0 for all. Default 127.0.0.1.', text),
  grpcPort: described('Default 0: any that is free.', port),
  httpPort: described('Default 0: any that is free.', port),
  controlPort: described(
    'Default 0: any that is free; false: no control endpoint.',
    either('a port from 0 to 65535, or false', port, no),
  ),
  folderId: described('Default b1gemulatedfolder000.', text),
  keyFile: described('Where to write the service-account key; one that is there is kept.', text),
  seed: described('Of all random choices. Default 1.', number(0, 0xffff_ffff, whole)),
  latency: described(
    'A profile by name, or figures in place of those of instant. Default instant.',
    either(
      `one of ${latencyNames.join(', ')}, or an object of figures`,
      oneOf(latencyNames),
      object(Object.fromEntries(Object.keys(instantLatency).map((name) => [name, distribution]))),
    ),
  ),
  tls: described(
    'true: a certificate made at start; or files in PEM. Default false.',
    either('true, false or { cert, key }', flag, object({ cert: text, key: text }, ['cert', 'key'])),
  ),
  tlsCaFile: described('Where to write the certificate that clients have to trust.', text),
  keepAudio: described('For /streams/:id/audio.wav of the control endpoint. Default false.', flag),
  log: described('Default pretty on a terminal, else none.', oneOf(logStyles)),
  recordFile: described(
    'Write a recording of all calls, which you only may read. Audio and words of people are in it.',
    text,
  ),
  replayFile: described('Answer from a recording.', text),
  faults: described('What goes wrong from the start.', list(fault)),
  ...groupFields,
});
