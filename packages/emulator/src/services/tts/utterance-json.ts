import type { AudioFormatOptions, DurationHint, Hints, UtteranceSynthesisRequest } from '@rechka/proto/tts';
import type { JsonFields } from '../../http/json-fields.js';
import type { SpokenPart } from './speaker.js';

/** Names of enums, as the JSON mapping of proto3 writes them; the first is what an absent one means. */
const encodings = ['AUDIO_ENCODING_UNSPECIFIED', 'LINEAR16_PCM'] as const;
const containers = ['CONTAINER_AUDIO_TYPE_UNSPECIFIED', 'WAV', 'OGG_OPUS', 'MP3'] as const;
const normalizations = ['LOUDNESS_NORMALIZATION_TYPE_UNSPECIFIED', 'MAX_PEAK', 'LUFS'] as const;
const policies = [
  'DURATION_HINT_POLICY_UNSPECIFIED',
  'EXACT_DURATION',
  'MIN_DURATION',
  'MAX_DURATION',
] as const;

const hintNames = ['voice', 'audioTemplate', 'speed', 'volume', 'role', 'pitchShift', 'duration'] as const;

/** A synthesis request from its JSON form. Throws INVALID_ARGUMENT for a field of a wrong type. */
export function utteranceFromJson(body: JsonFields): UtteranceSynthesisRequest {
  const template = body.object('textTemplate');
  return {
    model: body.text('model') ?? '',
    ...(template === undefined
      ? { text: body.text('text') }
      : { textTemplate: { textTemplate: template.text('textTemplate') ?? '', variables: [] } }),
    hints: body.objects('hints').map(hintFromJson),
    outputAudioSpec: audioSpecFromJson(body.object('outputAudioSpec')),
    loudnessNormalizationType: body.oneOf('loudnessNormalizationType', normalizations) ?? normalizations[0],
    unsafeMode: body.flag('unsafeMode') ?? false,
  };
}

/** One choice: of several in one object the last that is written counts, as over gRPC. */
function hintFromJson(hint: JsonFields): Hints {
  switch (hint.lastOf(hintNames)) {
    case 'voice':
      return { voice: hint.text('voice') ?? '' };
    case 'role':
      return { role: hint.text('role') ?? '' };
    case 'speed':
      return { speed: hint.number('speed') ?? 0 };
    case 'volume':
      return { volume: hint.number('volume') ?? 0 };
    case 'pitchShift':
      return { pitchShift: hint.number('pitchShift') ?? 0 };
    case 'duration':
      return { duration: durationFromJson(hint.object('duration')) };
    case 'audioTemplate':
      // It is refused whatever is in it.
      return { audioTemplate: { variables: [] } };
    default:
      return {};
  }
}

function durationFromJson(duration: JsonFields | undefined): DurationHint {
  return {
    policy: duration?.oneOf('policy', policies) ?? policies[0],
    durationMs: duration?.integer('durationMs') ?? 0,
  };
}

function audioSpecFromJson(spec: JsonFields | undefined): AudioFormatOptions | undefined {
  const raw = spec?.object('rawAudio');
  const container = spec?.object('containerAudio');
  if (raw !== undefined) {
    const audioEncoding = raw.oneOf('audioEncoding', encodings) ?? encodings[0];
    return { rawAudio: { audioEncoding, sampleRateHertz: raw.integer('sampleRateHertz') ?? 0 } };
  }
  if (container === undefined) return undefined;
  const containerAudioType = container.oneOf('containerAudioType', containers) ?? containers[0];
  return { containerAudio: { containerAudioType } };
}

/** A response in its JSON form: bytes are base64, 64-bit integers strings; zeros are told (assumed). */
export function spokenPartToJson({
  audioChunk,
  textChunk,
  startMs = 0,
  lengthMs = 0,
  wordTimings,
}: SpokenPart): object {
  return {
    audioChunk: { data: Buffer.from(audioChunk?.data ?? []).toString('base64') },
    ...(textChunk && { textChunk: { text: textChunk.text } }),
    startMs: String(startMs),
    lengthMs: String(lengthMs),
    ...(wordTimings && {
      wordTimings: wordTimings.map((timing) => ({
        word: timing.word,
        startMs: String(timing.startMs ?? 0),
        lengthMs: String(timing.lengthMs ?? 0),
      })),
    }),
  };
}
