import type { Credentials } from './credentials.js';

/** Where the services are: `https://host[:port]`, or `http://host:port` on this machine. */
export interface Endpoints {
  stt: string;
  tts: string;
  llm: string;
  iam: string;
}

/** The real hosts of Yandex Cloud (source: `service-endpoints-map.json` of the official Node SDK 3.2.0). */
export const cloudEndpoints: Endpoints = Object.freeze({
  stt: 'https://stt.api.cloud.yandex.net',
  tts: 'https://tts.api.cloud.yandex.net',
  llm: 'https://llm.api.cloud.yandex.net',
  iam: 'https://iam.api.cloud.yandex.net',
});

/** What every client needs to know about the cloud; spread it into a client's options. */
export interface Cloud {
  auth: Credentials;
  /** The folder that is billed and whose quotas count. A service account may leave it out: it has its own. */
  folderId?: string;
  endpoints: Endpoints;
  /**
   * Authorities whose certificates are trusted, in PEM, in place of those that Node trusts: of a proxy that opens TLS, or
   * of an emulator. `auth` has an option of its own. Default: Node's, with what `NODE_EXTRA_CA_CERTS` adds.
   */
  trustedCa?: string | undefined;
}
