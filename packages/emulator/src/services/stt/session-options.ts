import { status } from '@grpc/grpc-js';
import type { StreamingOptions } from '@rechka/proto/stt';
import type { RecogniserEndpointing } from '../../recogniser/index.js';
import { Refusal } from '../../refusal.js';

/** What a recognition session was asked for, as far as the emulator makes a difference of it. */
export interface SessionSettings {
  sampleRateHz: number;
  endpointing: RecogniserEndpointing;
  /** Whether finals are followed by refinements (case, punctuation, numerals). */
  normalization: boolean;
}

/** Rates of raw audio that the service takes, in Hz (docs: speechkit/formats). */
const rawRatesHz: readonly number[] = [8000, 16_000, 48_000];

/** Assumed. */
const maxPauseHintMs = 60_000;

/** Reads `session_options`. Throws a `Refusal`: INVALID_ARGUMENT or UNIMPLEMENTED. */
export function readSessionOptions({ recognitionModel, eouClassifier }: StreamingOptions): SessionSettings {
  const { audioFormat, textNormalization } = recognitionModel ?? {};
  const container = audioFormat?.containerAudio;
  if (container !== undefined) {
    throw new Refusal(
      status.UNIMPLEMENTED,
      `The emulator does not decode ${String(container.containerAudioType)} yet; send raw LINEAR16_PCM`,
    );
  }
  const raw = audioFormat?.rawAudio;
  if (raw === undefined) throw invalid('recognition_model.audio_format is required');
  if (raw.audioEncoding !== 'LINEAR16_PCM') {
    throw invalid(`audio_encoding must be LINEAR16_PCM, got ${String(raw.audioEncoding)}`);
  }
  if (!rawRatesHz.includes(raw.sampleRateHertz)) {
    throw invalid(`sample_rate_hertz must be one of ${rawRatesHz.join(', ')}, got ${raw.sampleRateHertz}`);
  }
  // 0 is "not set".
  if (raw.audioChannelCount > 1) throw invalid(`audio_channel_count must be 1, got ${raw.audioChannelCount}`);

  const { externalClassifier, defaultClassifier } = eouClassifier ?? {};
  const { type, maxPauseBetweenWordsHintMs = 0 } = defaultClassifier ?? {};
  // No range is documented; this much keeps nonsense out.
  if (maxPauseBetweenWordsHintMs < 0 || maxPauseBetweenWordsHintMs > maxPauseHintMs) {
    throw invalid(
      `max_pause_between_words_hint_ms: ${maxPauseBetweenWordsHintMs} is outside the range [0, ${maxPauseHintMs}]`,
    );
  }
  return {
    sampleRateHz: raw.sampleRateHertz,
    normalization: textNormalization?.textNormalization === 'TEXT_NORMALIZATION_ENABLED',
    endpointing:
      externalClassifier === undefined
        ? {
            type: 'default',
            sensitivity: type === 'HIGH' ? 'HIGH' : 'DEFAULT',
            maxPauseMs: maxPauseBetweenWordsHintMs,
          }
        : { type: 'external' },
  };
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
