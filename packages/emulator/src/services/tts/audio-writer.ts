import { pcm, samplesToPcm, wavHeader } from '@rechka/core';
import { OggOpusStream } from '../../audio/ogg-opus.js';
import type { AudioOutput } from './audio-output.js';

/** Puts the speech of one call into the format asked for, a message at a time. */
export interface AudioWriter {
  /** The bytes of `samples` for the next message; `last` ends the audio. */
  write(samples: Int16Array, part: { last: boolean }): Uint8Array;
  /** Frees what the writer holds. */
  close(): void;
}

/** `serial` tells one Ogg stream from another. */
export async function openAudioWriter(
  { container, sampleRateHz }: AudioOutput,
  serial: number,
): Promise<AudioWriter> {
  switch (container) {
    case 'ogg-opus':
      return OggOpusStream.open(serial);
    case 'wav':
      return wavWriter(sampleRateHz);
    case 'raw':
      return { write: samplesToPcm, close: () => undefined };
  }
}

/** As recorded: right sizes for a single utterance; for several, unknown ones (0xFFFFFFFF) and then bare samples. */
function wavWriter(sampleRateHz: number): AudioWriter {
  let begun = false;
  return {
    write(samples, { last }) {
      const audio = samplesToPcm(samples);
      if (begun) return audio;
      begun = true;
      return Buffer.concat([wavHeader(pcm(sampleRateHz), last ? audio.byteLength : undefined), audio]);
    },
    close: () => undefined,
  };
}
