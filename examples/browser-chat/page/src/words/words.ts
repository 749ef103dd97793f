import type { ClientErrorCode, CloseReason, PageFault } from '@rechka/web/client';
import type { StageName } from '../latency-stages.js';
import type { ShownState } from '../state-pill.js';
import { en } from './en.js';
import { ru } from './ru.js';

/** What is wrong and what to do about it. */
export interface Trouble {
  what: string;
  cure: string;
}

/** All that the page says, in one language. */
export interface Words {
  /** Text of the page's own elements, and labels of those that have none. */
  fixed: Record<FixedWord, string>;
  states: Record<ShownState, string>;
  /** What can be done at the moment: below the large button. */
  hints: Record<'start' | 'speak' | 'muted' | 'noMicrophone' | 'connecting', string>;
  /** Labels of the large button. */
  talk: Record<'start' | 'mute', string>;
  about: {
    title: string;
    intro: string;
    /** Of the emulator. */
    emulated: string;
    /** Of the real cloud. */
    real: string;
  };
  you: string;
  bot: string;
  written: string;
  interrupted: string;
  failed: string;
  unheard: string;
  gap: (seconds: string) => string;
  /** In the table, and under the bar where there is little room. */
  stages: Record<StageName, { long: string; short: string }>;
  /** Name of the table of a turn. */
  latency: string;
  latencyColumns: readonly [stage: string, step: string, since: string];
  toFirstSound: (seconds: string) => string;
  ms: (ms: number) => string;
  errors: Record<Exclude<ClientErrorCode, 'ERR_REFUSED'>, Trouble>;
  refusals: Record<CloseReason, Trouble>;
  fault: (fault: PageFault) => string;
  soundStopped: Trouble;
  noEchoCanceller: Trouble;
  recovering: string;
  retry: string;
  openSettings: string;
  defaultMicrophone: string;
  someMicrophone: (number: number) => string;
  roles: Record<string, string>;
  noRoles: string;
  echoModes: Record<'guard' | 'half-duplex' | 'off', string>;
  languages: Record<'auto' | 'ru' | 'en', string>;
  themes: Record<'auto' | 'light' | 'dark', string>;
}

export type FixedWord =
  | 'title'
  | 'settings'
  | 'settingsNote'
  | 'conversation'
  | 'log'
  | 'lines'
  | 'interrupt'
  | 'hangUp'
  | 'write'
  | 'send'
  | 'close'
  | 'voice'
  | 'role'
  | 'speed'
  | 'microphone'
  | 'echo'
  | 'language'
  | 'theme';

const languages = { ru, en };

/** A language of the page. */
export type Language = keyof typeof languages;

/** The words of a language. */
export function wordsOf(language: Language): Words {
  return languages[language];
}

/** The first language of the person that the page speaks, else English. */
export function preferredLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [code = ''] = tag.toLowerCase().split('-');
    if (Object.hasOwn(languages, code)) return code as Language;
  }
  return 'en';
}
