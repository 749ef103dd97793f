import type { AudioSink, AudioSource, Call, CallSignal } from '@rechka/core';
import type { PageCommand, PageEvent, Settings } from '../protocol/index.js';

/** Who calls, as `authorize` of the gateway says. */
export interface Identity {
  /** Stable and unique for a person or account: caps are counted by it, and only the same id resumes a call. */
  id: string;
  /** The application's own, for `onCall`. */
  data?: unknown;
}

/** What a page sends besides sound and signals. */
export type PageMessage = Extract<PageCommand, { type: 'text' | 'settings' | 'microphone' | 'app' }>;

/** A call from a web page. It goes on over any number of sockets, until it is hung up or the page stays away. */
export interface BrowserCall extends Call {
  readonly id: string;
  readonly identity: Identity;
  /** The page's address; behind proxies, as `trustProxy` says. */
  readonly remoteAddress: string;
  readonly input: AudioSource;
  readonly output: AudioSink;
  readonly signals: AsyncIterable<CallSignal>;
  /** What the person wrote and chose, each once and in order. Iterated once; `connectPage` does it. */
  readonly messages: AsyncIterable<PageMessage>;
  /** The settings of the page as they are now. */
  readonly settings: Settings;
  /** Whether the page has a socket at this moment. */
  readonly connected: boolean;
  /** Aborts when the gateway is drained: say what is to be said, and hang up. */
  readonly draining: AbortSignal;
  /** Shows something at the page; kept for it while its socket is lost. After the end, it does nothing. */
  send(event: PageEvent): void;
  /** Tells the gateway's `onError` of a failure that does not end the call. */
  report(error: unknown): void;
  /** Ends the call; resolves when all of it is released. Further calls do nothing more. */
  hangUp(): Promise<void>;
}
