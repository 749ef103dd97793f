import type { About } from '../../server/about.js';
import { element } from './element.js';
import type { Preferences } from './preferences.js';
import type { Words } from './words/words.js';

type Choice = readonly [value: string, label: string];

/** The settings: a dialog whose every change counts at once. */
export class SettingsDialog {
  readonly #dialog: HTMLDialogElement;
  readonly #form: HTMLFormElement;
  readonly #onChange: (preferences: Preferences) => void;
  #preferences: Preferences;
  #words: Words;
  #voices: About['voices'] = [];
  #microphones: readonly MediaDeviceInfo[] = [];

  constructor(
    dialog: HTMLDialogElement,
    options: { preferences: Preferences; words: Words; onChange: (preferences: Preferences) => void },
  ) {
    const form = dialog.querySelector('form');
    if (form === null) throw new TypeError('The dialog has no form.');
    this.#dialog = dialog;
    this.#form = form;
    this.#preferences = options.preferences;
    this.#words = options.words;
    this.#onChange = options.onChange;
    form.addEventListener('input', () => this.#read());
    // A press beside the dialog closes it.
    dialog.addEventListener('click', ({ target }) => {
      if (target === dialog) dialog.close();
    });
    this.#show();
  }

  open(): void {
    this.#dialog.showModal();
  }

  offerVoices(voices: About['voices']): void {
    this.#voices = voices;
    this.#show();
  }

  offerMicrophones(microphones: readonly MediaDeviceInfo[]): void {
    // Browsers that were not allowed one yet name none.
    this.#microphones = microphones.filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default');
    this.#show();
  }

  speak(words: Words): void {
    this.#words = words;
    this.#show();
  }

  #read(): void {
    const chosen = new FormData(this.#form);
    const next: Record<string, unknown> = { ...this.#preferences };
    for (const name of Object.keys(this.#preferences)) {
      const value = chosen.get(name);
      if (typeof value === 'string') next[name] = name === 'speed' ? Number(value) : value;
    }
    const preferences = next as unknown as Preferences;
    const { roles = [] } = this.#voices.find(({ name }) => name === preferences.voice) ?? {};
    if (!roles.includes(preferences.role)) preferences.role = '';
    this.#preferences = preferences;
    this.#show();
    this.#onChange(preferences);
  }

  #show(): void {
    const { voice, role, speed, microphone, echo, language, theme } = this.#preferences;
    const { roles, noRoles, defaultMicrophone, someMicrophone, echoModes, languages, themes } = this.#words;
    const offered = this.#voices.find(({ name }) => name === voice)?.roles ?? [];
    const voices = this.#voices.length === 0 ? [voice] : this.#voices.map(({ name }) => name);
    this.#offer(
      'voice',
      voices.map((name) => [name, capital(name.replace('_ru', ''))]),
      voice,
    );
    this.#offer(
      'role',
      offered.length === 0 ? [['', noRoles]] : offered.map((name) => [name, capital(roles[name] ?? name)]),
      role === '' ? (offered[0] ?? '') : role,
    );
    this.#offer(
      'microphone',
      [
        ['', defaultMicrophone],
        ...this.#microphones.map(({ deviceId, label }, index): Choice => [
          deviceId,
          label || someMicrophone(index + 1),
        ]),
      ],
      microphone,
    );
    this.#offer('echo', Object.entries(echoModes), echo);
    this.#offer('language', Object.entries(languages), language);
    this.#offer('theme', Object.entries(themes), theme);
    const slider = this.#form.elements.namedItem('speed');
    if (slider instanceof HTMLInputElement) slider.value = String(speed);
    const shown = this.#form.elements.namedItem('speed-shown');
    if (shown instanceof HTMLOutputElement) shown.value = `${speed.toFixed(1)}×`;
  }

  /** Options are made anew only when they differ: a list that a person has open stays as it is. */
  #offer(name: string, choices: readonly Choice[], chosen: string): void {
    const select = this.#form.elements.namedItem(name);
    if (!(select instanceof HTMLSelectElement)) return;
    const shown = [...select.options].map(({ value, text }): Choice => [value, text]);
    if (JSON.stringify(shown) !== JSON.stringify(choices)) {
      select.replaceChildren(...choices.map(([value, label]) => element('option', { value }, label)));
    }
    select.value = chosen;
    // What was chosen before is not there any more.
    if (select.selectedIndex < 0) select.selectedIndex = 0;
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
