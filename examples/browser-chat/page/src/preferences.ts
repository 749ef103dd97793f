import type { Settings } from '@rechka/web/client';

/** What a person has chosen; kept by the browser. */
export interface Preferences {
  voice: string;
  /** Empty: the voice's own. */
  role: string;
  speed: number;
  /** Empty: the browser's default. */
  microphone: string;
  echo: 'guard' | 'half-duplex' | 'off';
  language: 'auto' | 'ru' | 'en';
  theme: 'auto' | 'light' | 'dark';
}

const defaults: Preferences = {
  voice: 'marina',
  role: '',
  speed: 1,
  microphone: '',
  echo: 'guard',
  language: 'auto',
  theme: 'auto',
};

/** What may be chosen where not every text may. */
const choices: Readonly<Partial<Record<string, readonly string[]>>> = {
  echo: ['guard', 'half-duplex', 'off'],
  language: ['auto', 'ru', 'en'],
  theme: ['auto', 'light', 'dark'],
};

const key = 'rechka';

/** What was chosen before. */
export function loadPreferences(): Preferences {
  try {
    return readPreferences(localStorage.getItem(key));
  } catch {
    // This browser lets the page store nothing.
    return defaults;
  }
}

/** Choices as they were stored; defaults for those that were not, or are not understood. */
export function readPreferences(stored: string | null): Preferences {
  const found: Record<string, unknown> = {};
  try {
    Object.assign(found, JSON.parse(stored ?? '{}'));
  } catch {
    // Another program wrote there: the defaults do.
  }
  const read: Record<string, unknown> = { ...defaults };
  for (const [name, standard] of Object.entries(defaults)) {
    const value = found[name];
    if (typeof value !== typeof standard) continue;
    if (choices[name]?.includes(String(value)) ?? true) read[name] = value;
  }
  return read as unknown as Preferences;
}

export function savePreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(key, JSON.stringify(preferences));
  } catch {
    // Storage is forbidden or full: the choice lasts as long as the page.
  }
}

/** What the server is told of them. */
export function settingsOf({ voice, role, speed, echo }: Preferences): Settings {
  return { voice, speed, echo, ...(role !== '' && { role }) };
}
