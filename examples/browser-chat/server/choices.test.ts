import { noCredentials } from '@rechka/iam';
import { SpeechKitTts } from '@rechka/tts';
import { describe, expect, it } from 'vitest';
import { aboutServer } from './about.js';
import { readChoices } from './choices.js';

describe('the choices of a person', () => {
  it('are taken as they are if they can be', () => {
    expect(readChoices({ voice: 'jane', role: 'good', speed: 1.2, echo: 'half-duplex' })).toEqual({
      voice: { voice: 'jane', role: 'good', speed: 1.2 },
      echo: 'half-duplex',
    });
  });

  it.each([
    [{}],
    [{ voice: 'nobody', role: 'good', speed: 30, echo: 'loud' }],
    [{ voice: ['jane'], role: 7, speed: '1', echo: null }],
    [{ voice: 'toString' }],
    [{ voice: 'marina', role: 'evil', speed: Number.NaN }],
  ])('are left at their defaults if not: %j', (settings) => {
    expect(readChoices(settings)).toEqual({ voice: { voice: 'marina' }, echo: 'guard' });
  });

  it('make a voice whatever the page offers', () => {
    const cloud = { auth: noCredentials(), endpoints: { tts: 'http://127.0.0.1:1' } };
    for (const { name, roles } of aboutServer(true).voices) {
      for (const role of ['', ...roles]) {
        const { voice } = readChoices({ voice: name, role });
        expect(voice.voice).toBe(name);
        expect(() => new SpeechKitTts({ ...cloud, ...voice }).close()).not.toThrow();
      }
    }
  });
});
