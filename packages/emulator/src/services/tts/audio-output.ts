import { status } from '@grpc/grpc-js';
import type { AudioFormatOptions } from '@rechka/proto/tts';
import { Refusal } from '../../refusal.js';

/** What the audio is sent as: bare samples, or the same after a WAV header. */
export interface AudioOutput {
  sampleRateHz: number;
  wav: boolean;
}

/** When nothing is asked for: WAV at 22 050 Hz (docs: speechkit/formats). */
const defaultOutput: AudioOutput = { sampleRateHz: 22_050, wav: true };

/** Raw rates that the service offers, in Hz (docs: speechkit/formats). */
const minRateHz = 8000;
const maxRateHz = 48_000;

/** Reads the output format of a request. Throws a `Refusal`: INVALID_ARGUMENT or UNIMPLEMENTED. */
export function audioOutput(spec: AudioFormatOptions | undefined): AudioOutput {
  const { rawAudio, containerAudio } = spec ?? {};
  if (rawAudio !== undefined) {
    const { audioEncoding, sampleRateHertz } = rawAudio;
    if (audioEncoding !== 'LINEAR16_PCM') {
      throw new Refusal(
        status.INVALID_ARGUMENT,
        `audio_encoding must be LINEAR16_PCM, got ${String(audioEncoding)}`,
      );
    }
    if (sampleRateHertz < minRateHz || sampleRateHertz > maxRateHz) {
      throw new Refusal(
        status.INVALID_ARGUMENT,
        `sample_rate_hertz: ${sampleRateHertz} is outside the range [${minRateHz}, ${maxRateHz}]`,
      );
    }
    return { sampleRateHz: sampleRateHertz, wav: false };
  }
  const type = containerAudio?.containerAudioType ?? 'WAV';
  if (type === 'OGG_OPUS' || type === 'MP3') {
    throw new Refusal(
      status.UNIMPLEMENTED,
      `The emulator does not encode ${type} yet; ask for WAV or LINEAR16_PCM`,
    );
  }
  if (type !== 'WAV') throw new Refusal(status.INVALID_ARGUMENT, `Unknown container_audio_type ${type}`);
  return defaultOutput;
}
