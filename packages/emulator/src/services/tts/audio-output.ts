import type { AudioFormatOptions } from '@rechka/proto/tts';
import { opusRateHz } from '../../audio/ogg-opus.js';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

/** What the audio is sent as. */
export interface AudioOutput {
  container: 'raw' | 'wav' | 'ogg-opus';
  sampleRateHz: number;
}

/** When nothing is asked for (docs: speechkit/formats). */
const wav: AudioOutput = { container: 'wav', sampleRateHz: 22_050 };
/** Recorded: `OpusHead` of 48 kHz, one channel. */
const oggOpus: AudioOutput = { container: 'ogg-opus', sampleRateHz: opusRateHz };

/** Raw rates that the service offers, in Hz (docs: speechkit/formats). */
const minRateHz = 8000;
const maxRateHz = 48_000;

/** Reads the output format of a request. Throws a `Refusal`: INVALID_ARGUMENT or UNIMPLEMENTED. */
export function audioOutput(spec: AudioFormatOptions | undefined): AudioOutput {
  const { rawAudio, containerAudio } = spec ?? {};
  if (rawAudio !== undefined) {
    const { audioEncoding, sampleRateHertz } = rawAudio;
    if (audioEncoding !== 'LINEAR16_PCM') {
      throw invalid(`audio_encoding must be LINEAR16_PCM, got ${String(audioEncoding)}`);
    }
    if (sampleRateHertz < minRateHz || sampleRateHertz > maxRateHz) {
      throw invalid(
        `sample_rate_hertz: ${sampleRateHertz} is outside the range [${minRateHz}, ${maxRateHz}]`,
      );
    }
    return { container: 'raw', sampleRateHz: sampleRateHertz };
  }
  const type = containerAudio?.containerAudioType ?? 'WAV';
  if (type === 'WAV') return wav;
  if (type === 'OGG_OPUS') return oggOpus;
  if (type === 'MP3') {
    throw new Refusal(
      status.UNIMPLEMENTED,
      'The emulator does not encode MP3, as the service does; ask for WAV, OGG_OPUS or LINEAR16_PCM',
    );
  }
  throw invalid(`Unknown container_audio_type ${type}`);
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
