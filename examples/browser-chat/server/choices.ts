import type { EchoMode } from '@rechka/core';
import { type SynthesisOptions, type VoiceName, voices } from '@rechka/tts';

/** What a person can choose at the page. */
export interface Choices {
  voice: Pick<SynthesisOptions, 'voice' | 'role' | 'speed'>;
  echo: EchoMode;
}

const echoModes: readonly EchoMode[] = ['guard', 'half-duplex', 'off'];
/** Slower or faster than this, the voice is hard to follow. */
const [slowest, fastest] = [0.5, 2];

/** Reads the settings of a page, which may hold anything: what cannot be used is left at its default. */
export function readChoices({ voice, role, speed, echo }: Readonly<Record<string, unknown>>): Choices {
  const name = typeof voice === 'string' && Object.hasOwn(voices, voice) ? (voice as VoiceName) : 'marina';
  const roles: readonly string[] = voices[name].roles;
  return {
    voice: {
      voice: name,
      ...(typeof role === 'string' && roles.includes(role) && { role }),
      ...(typeof speed === 'number' && speed >= slowest && speed <= fastest && { speed }),
    },
    echo: echoModes.find((mode) => mode === echo) ?? 'guard',
  };
}
