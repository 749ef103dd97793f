import { describe, expect, it } from 'vitest';
import { readPreferences, settingsOf } from './preferences.js';

const standard = readPreferences(null);

describe('the preferences of a person', () => {
  it('come back as they were stored', () => {
    const chosen = { ...standard, voice: 'jane', role: 'good', speed: 1.2, echo: 'off', language: 'en' };
    expect(readPreferences(JSON.stringify(chosen))).toEqual(chosen);
  });

  it.each(['', 'nonsense', 'null', '[]', '7', '{"language":"fr","theme":7,"echo":"loud","speed":"fast"}'])(
    'are the defaults where %j was stored',
    (stored) => expect(readPreferences(stored)).toEqual(standard),
  );

  it('tell the server nothing of roles that were not chosen, nor of the look', () => {
    expect(settingsOf(standard)).toEqual({ voice: 'marina', speed: 1, echo: 'guard' });
    expect(settingsOf({ ...standard, role: 'whisper' })).toMatchObject({ role: 'whisper' });
  });
});
