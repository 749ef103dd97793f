import { fetchToken, VoiceClient, type ClientState } from '@rechka/web/client';
import workletUrl from '@rechka/web/worklet.js?url';
import type { About } from '../../server/about.js';
import { showAbout, showLines } from './about-view.js';
import { Announcer } from './announcer.js';
import { byId } from './element.js';
import { listenToKeys } from './keyboard.js';
import { LevelRing } from './level-ring.js';
import { Notices } from './notices.js';
import { loadPreferences, savePreferences, settingsOf, type Preferences } from './preferences.js';
import { SettingsDialog } from './settings-dialog.js';
import { showState } from './state-pill.js';
import { TranscriptView } from './transcript-view.js';
import { preferredLanguage, wordsOf, type Language, type Words } from './words/words.js';

/** The page: shows the state of a `VoiceClient`, and tells it what the person does. */
export class ChatPage {
  readonly #talk = byId('talk', HTMLButtonElement);
  readonly #interrupt = byId('interrupt', HTMLButtonElement);
  readonly #hangUp = byId('hang-up', HTMLButtonElement);
  readonly #text = byId('text', HTMLInputElement);
  readonly #transcript = new TranscriptView(
    byId('transcript', HTMLOListElement),
    byId('conversation', HTMLElement),
  );
  readonly #announcer = new Announcer(byId('log', HTMLElement));
  readonly #ring: LevelRing;
  readonly #notices: Notices;
  readonly #settings: SettingsDialog;
  #preferences = loadPreferences();
  #language: Language;
  #about: About | undefined;
  #client: VoiceClient;

  constructor() {
    this.#language = this.#chosenLanguage();
    this.#client = this.#makeClient();
    this.#ring = new LevelRing(this.#talk.parentElement ?? this.#talk, () => this.#client.levels);
    this.#settings = new SettingsDialog(byId('settings', HTMLDialogElement), {
      preferences: this.#preferences,
      words: this.#words,
      onChange: (preferences) => this.#choose(preferences),
    });
    this.#notices = new Notices(byId('notices', HTMLElement), {
      retry: () => this.#start(),
      settings: () => this.#settings.open(),
    });
  }

  open(): void {
    this.#talk.onclick = () => this.#pressTalk();
    this.#interrupt.onclick = () => this.#pressInterrupt();
    this.#hangUp.onclick = () => void this.#client.stop();
    byId('settings-open', HTMLButtonElement).onclick = () => this.#settings.open();
    byId('writing', HTMLFormElement).onsubmit = (event) => {
      event.preventDefault();
      this.#say(this.#text.value.trim());
      this.#text.value = '';
    };
    listenToKeys({ talk: () => this.#pressTalk(), interrupt: () => this.#pressInterrupt() });
    this.#dress();
    void this.#ask();
  }

  get #isCalling(): boolean {
    return ['connecting', 'connected', 'reconnecting'].includes(this.#client.state.connection);
  }

  #pressTalk(): void {
    if (this.#isCalling) this.#client.mute(!this.#client.state.muted);
    else this.#start();
  }

  #pressInterrupt(): void {
    if (this.#isCalling) this.#client.interrupt();
  }

  /** Called in a click of the person: the browser lets it sound. */
  #start(): void {
    // Made anew, for how it treats echo is settled when it is made.
    this.#client = this.#makeClient();
    this.#announcer.forget();
    this.#transcript.follow();
    // What goes wrong stands in its state.
    this.#client.start().catch(() => undefined);
  }

  /** Says something in writing; in a conversation that it begins if there is none. */
  #say(text: string): void {
    if (text === '') return;
    if (!this.#isCalling) this.#start();
    this.#client.sendText(text);
  }

  #makeClient(): VoiceClient {
    const { microphone, echo } = this.#preferences;
    const client = new VoiceClient({
      url: '/voice',
      token: fetchToken('/token'),
      workletUrl,
      requireMicrophone: false,
      echoCancellation: echo !== 'off',
      settings: settingsOf(this.#preferences),
      ...(microphone !== '' && { microphone }),
    });
    client.subscribe(() => {
      if (client === this.#client) this.#show(client.state);
    });
    client.on('devices', (devices) => this.#settings.offerMicrophones(devices));
    return client;
  }

  #choose(preferences: Preferences): void {
    const before = this.#preferences;
    this.#preferences = preferences;
    savePreferences(preferences);
    this.#client.setSettings(settingsOf(preferences));
    if (preferences.microphone !== before.microphone) {
      // If it cannot be had, the one before is used on, and the next start says why.
      this.#client.setMicrophone(preferences.microphone || undefined).catch(() => undefined);
    }
    this.#language = this.#chosenLanguage();
    this.#dress();
  }

  get #words(): Words {
    return wordsOf(this.#language);
  }

  #chosenLanguage(): Language {
    const { language } = this.#preferences;
    return language === 'auto' ? preferredLanguage(navigator.languages) : language;
  }

  /** Puts the page into the chosen language and look. */
  #dress(): void {
    const { theme } = this.#preferences;
    const root = document.documentElement;
    root.lang = this.#language;
    if (theme === 'auto') root.removeAttribute('data-theme');
    else root.setAttribute('data-theme', theme);
    const wordOf = (name: string | undefined) => this.#words.fixed[name as keyof Words['fixed']];
    for (const place of document.querySelectorAll<HTMLElement>('[data-words]')) {
      place.textContent = wordOf(place.dataset['words']);
    }
    for (const place of document.querySelectorAll<HTMLElement>('[data-label]')) {
      place.setAttribute('aria-label', wordOf(place.dataset['label']));
    }
    this.#text.placeholder = this.#words.fixed.write;
    this.#settings.speak(this.#words);
    showAbout(byId('about', HTMLElement), this.#about, this.#words);
    this.#show(this.#client.state);
  }

  #show(state: ClientState): void {
    const words = this.#words;
    showState(byId('pill', HTMLElement), state, words);
    this.#transcript.show(state, words);
    this.#announcer.follow(state, words);
    this.#notices.show(state, words);
    this.#showControls(state, words);
    if (state.connection === 'connected') this.#ring.start();
    else this.#ring.stop();
  }

  #showControls(state: ClientState, words: Words): void {
    const isCalling = this.#isCalling;
    const hint = hintFor(state, isCalling);
    const isMuted = isCalling && state.muted;
    this.#talk.dataset['look'] = hint;
    this.#talk.setAttribute('aria-label', isCalling ? words.talk.mute : words.talk.start);
    if (isCalling) this.#talk.setAttribute('aria-pressed', String(isMuted));
    else this.#talk.removeAttribute('aria-pressed');
    const look = isMuted ? '#icon-muted' : '#icon-microphone';
    this.#talk.querySelector('use')?.setAttribute('href', look);
    this.#interrupt.disabled = !state.speaking;
    this.#hangUp.disabled = !isCalling;
    byId('hint', HTMLElement).textContent = words.hints[hint];
  }

  /** Asks the server what it is. */
  async #ask(): Promise<void> {
    try {
      const answer = await fetch('/about');
      this.#about = (await answer.json()) as About;
    } catch {
      // The server went away after it gave the page; a start will say so.
      return;
    }
    this.#settings.offerVoices(this.#about.voices);
    showLines(byId('lines', HTMLOListElement), this.#about.lines, (line) => this.#say(line));
    this.#dress();
  }
}

/** What the person can do with the large button, or without it. */
function hintFor({ connection, microphone, muted }: ClientState, isCalling: boolean): keyof Words['hints'] {
  if (!isCalling) return 'start';
  if (connection === 'connecting') return 'connecting';
  if (microphone !== 'on') return 'noMicrophone';
  return muted ? 'muted' : 'speak';
}
