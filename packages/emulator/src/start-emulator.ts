import { setMaxListeners } from 'node:events';
import { checkNumber, VoiceError } from '@rechka/core';
import { checkNames } from './check-names.js';
import { AccessControl } from './auth/access-control.js';
import { emulatedIam, type EmulatedIam } from './auth/emulated-iam.js';
import { SecretStore } from './auth/secret-store.js';
import { createServiceAccountKey, type ServiceAccountKey } from './auth/service-account-key.js';
import { controlRoutes } from './control/control-routes.js';
import { ControlServer } from './control/control-server.js';
import { EmulatorLog, type EmulatorEvent } from './emulator-log.js';
import { resolveOptions, type EmulatorOptions } from './emulator-options.js';
import { FaultBook } from './faults/fault-book.js';
import type { Faults } from './faults/fault.js';
import { GrpcRouter } from './grpc/grpc-router.js';
import { serveHealth } from './grpc/health.js';
import { serveReflection } from './grpc/reflection.js';
import { serveIamRest, serveMetadata } from './http/iam-rest.js';
import { restWatch } from './http/rest-watch.js';
import { RestServer } from './http/rest-server.js';
import { KeptAudio } from './inspection/kept-audio.js';
import { Inspector, type Inspection } from './inspection/inspection.js';
import { CallBook } from './inspection/call-book.js';
import { pause } from './pause.js';
import { RandomSources } from './random-sources.js';
import { SessionRecorder } from './recording/session-recorder.js';
import { SessionReplay, type ReplayDifference } from './recording/session-replay.js';
import { SeededRandom } from './recogniser/seeded-random.js';
import { GptModel } from './services/gpt/gpt-model.js';
import { serveGptRest } from './services/gpt/gpt-rest.js';
import { serveGpt } from './services/gpt/gpt-service.js';
import { serveOpenAi } from './services/gpt/openai-rest.js';
import { Operations } from './services/gpt/operations.js';
import { serveOperations } from './services/gpt/operations-service.js';
import { IamService, serveIam } from './services/iam-service.js';
import { RequestRate } from './services/request-rate.js';
import { serveStt } from './services/stt/stt-service.js';
import { openVoice } from './services/tts/open-voice.js';
import { serveTtsRest } from './services/tts/tts-rest.js';
import { serveTts } from './services/tts/tts-service.js';
import { isWildcard } from './tls/tls-options.js';

/** A running emulator. */
export interface Emulator extends Inspection {
  /** All gRPC services: `http://127.0.0.1:<port>`, or `https` with `tls`. */
  readonly grpc: string;
  /** All REST services, likewise. */
  readonly http: string;
  /**
   * With `tls`: the certificate (PEM) that clients have to trust. Of one of your own it is that one itself, which is enough
   * only if it signed itself: of another, clients need its authority.
   */
  readonly tls?: { readonly ca: string };
  /** Where and with which token it can be controlled over HTTP; only with `controlPort`. */
  readonly control?: { readonly url: string; readonly token: string };
  /** The same by service, in the shape that our clients take. */
  readonly endpoints: {
    readonly stt: string;
    readonly tts: string;
    readonly llm: string;
    readonly iam: string;
    /** The OpenAI-compatible interface, `…/v1`. */
    readonly openai: string;
  };
  /** Folder of the service account. */
  readonly folderId: string;
  /** A key that this emulator accepts and no cloud ever will. */
  readonly serviceAccountKey: ServiceAccountKey;
  /** Tokens and keys: to issue one, to revoke one. */
  readonly iam: EmulatedIam;
  /** Folder, key and endpoints as environment variables, ready for `fromEnv(emulator.env)`. */
  readonly env: Readonly<Record<string, string>>;
  /** What was asked for, what was said, what was refused; the newest 10 000 entries, without audio and secrets. */
  readonly log: readonly EmulatorEvent[];
  /** Tells of every entry of the log from now on, at once; returns what ends that. */
  follow(listener: (event: EmulatorEvent) => void): () => void;
  /** What goes wrong, with whom and when; see `docs/emulator-faults.md`. */
  readonly faults: Faults;
  /** With `replay`: requests that were not as they are in the recording. */
  readonly differences: readonly ReplayDifference[];
  /**
   * Drops all connections as a crash would, and is back on the same ports after `downMs` of its clock (default 0).
   * Until then connections are refused by the system. Tokens, faults and the log stay.
   */
  restart(options?: { downMs?: number }): Promise<void>;
  /** Ends all faults, and forgets the log and the calls that are over, as between two tests. */
  reset(): void;
  /** Ends all calls and frees the ports. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts SpeechKit, YandexGPT and IAM on this machine, speaking the real wire protocol: recognition that hears
 * tone speech in the audio it gets, synthesis that speaks it, and a model that answers by rules or a script.
 * Rejects with `ERR_INVALID_OPTION`, or with the system's error if a port is taken.
 *
 * @example
 * ```ts
 * const emulator = await startEmulator({ gpt: { reply: ['Здравствуйте!', 'На какой день вас записать?'] } });
 * // … clients made with emulator.endpoints or fromEnv(emulator.env) …
 * await emulator.close();
 * ```
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const resolved = resolveOptions(options);
  const { folderId, clock, latency, seed, host, tls } = resolved;
  const random = new SeededRandom(seed);
  const log = new EmulatorLog(clock);
  // Made in any case, so that a key of one's own changes nothing else that is random.
  const newKey = createServiceAccountKey(random);
  const key = options.serviceAccountKey ?? newKey;
  const secrets = new SecretStore({ ...resolved.iam, clock, random: random.fork() });
  const access = new AccessControl({ ...resolved.iam, secrets, folderId });
  const iam = new IamService({ secrets, key });
  const closing = new AbortController();
  // Every generation and operation under way listens to it; that is no leak.
  setMaxListeners(0, closing.signal);
  const gpt = new GptModel({
    ...resolved.gpt,
    access,
    clock,
    latency,
    seed,
    closing: closing.signal,
  });

  const nowMs = () => log.nowMs();
  const audio = new KeptAudio(options.keepAudio ?? false);
  const calls = new CallBook(nowMs, audio);
  const faults = new FaultBook({
    clock,
    nowMs,
    seed,
    tellConnection: (...what) => log.addConnection(...what),
  });
  const recorder = new SessionRecorder(nowMs);
  if (options.record !== undefined) recorder.follow(options.record);
  const replay = options.replay === undefined ? undefined : new SessionReplay(options.replay, clock);
  for (const fault of options.faults ?? []) faults.add(fault);

  const sources = new RandomSources(seed);
  const speakingVoice = await openVoice(resolved.tts, clock);
  const router = new GrpcRouter({
    host,
    tls,
    access,
    log,
    sources,
    clock,
    calls,
    faults,
    recorder,
    ...(replay && { replay }),
  });
  serveIam(router, iam);
  serveStt(router, { ...resolved.stt, clock, latency });
  const tts = {
    ...resolved.tts,
    speakingVoice,
    folderId,
    clock,
    latency,
    requestRate: new RequestRate('tts', { clock, perSecond: resolved.tts.maxRequestsPerSecond }),
  };
  serveTts(router, tts);
  serveGpt(router, gpt);
  serveHealth(router);
  serveReflection(router);
  const rest = new RestServer({
    host,
    tls,
    access,
    log,
    sources,
    watch: restWatch({ clock, log, access, calls, faults }),
    recorder,
    ...(replay && { replay }),
    connections: faults.connections,
  });
  serveIamRest(rest, iam);
  serveMetadata(rest, secrets);
  serveTtsRest(rest, tts);
  serveGptRest(rest, gpt);
  serveOpenAi(rest, gpt, { folderId });
  const createdBy = key.service_account_id;
  const operations = new Operations({ model: gpt, createdBy, closing: closing.signal });
  serveOperations(router, rest, operations);

  const origin = (at: string, port: number) => `${tls ? 'https' : 'http'}://${urlHost(at)}:${port}`;
  const grpc = origin(host, await router.listen(resolved.grpcPort));
  let http: string;
  try {
    http = origin(host, await rest.listen(resolved.httpPort));
  } catch (error) {
    router.close();
    throw error;
  }

  const inspector = new Inspector({
    calls,
    audio,
    log,
    clock,
    wasStruck: (requestId) => faults.log.some((strike) => strike.requestId === requestId),
  });
  let closed: Promise<void> | undefined;
  const emulator: Emulator = {
    grpc,
    http,
    ...(tls && { tls: { ca: tls.ca } }),
    endpoints: { stt: grpc, tts: grpc, llm: grpc, iam: http, openai: `${http}/v1` },
    folderId,
    serviceAccountKey: key,
    iam: emulatedIam(secrets),
    env: {
      FOLDER_ID: folderId,
      // Made when it is read; see `createServiceAccountKey`.
      get SERVICE_ACCOUNT_KEY() {
        return JSON.stringify(key);
      },
      YC_STT_ENDPOINT: grpc,
      YC_TTS_ENDPOINT: grpc,
      YC_LLM_ENDPOINT: grpc,
      YC_IAM_ENDPOINT: http,
      ...(tls && { YC_TRUSTED_CA: tls.ca }),
    },
    log: log.entries,
    follow: (listener) => log.follow(listener),
    faults,
    differences: replay?.differences ?? [],
    get streams() {
      return inspector.streams;
    },
    expect: inspector.expect,
    calls: (filter) => inspector.calls(filter),
    words: (filter) => inspector.words(filter),
    wav: (requestId) => inspector.wav(requestId),
    next: (...args) => inspector.next(...args),
    async restart(options = {}) {
      checkNames('restart', options, ['downMs']);
      const { downMs = 0 } = options;
      if (closing.signal.aborted) throw closedEmulator();
      checkNumber('restart.downMs', downMs, { min: 0, max: 86_400_000 });
      await Promise.all([router.stop(), rest.stop()]);
      await pause(clock, downMs, closing.signal);
      await Promise.all([router.resume(), rest.resume()]);
    },
    reset() {
      faults.clear();
      faults.log.length = 0;
      log.clear();
      calls.forget();
    },
    close() {
      closing.abort();
      router.close();
      closed ??= Promise.all([rest.close(), control?.close()]).then(() => undefined);
      return closed;
    },
  };
  const { controlPort } = options;
  const control =
    controlPort === undefined
      ? undefined
      : new ControlServer(controlRoutes(emulator, log, recorder), {
          tls,
          tell: (connection, message) => log.addConnection('control', connection, message),
        });
  if (control === undefined || controlPort === undefined) return emulator;
  try {
    const url = origin('127.0.0.1', await control.listen(controlPort));
    return Object.assign(emulator, { control: { url, token: control.token } });
  } catch (error) {
    await emulator.close();
    throw error;
  }
}

function closedEmulator(): VoiceError {
  return new VoiceError({ code: 'ERR_MISUSE', message: 'The emulator is closed; start another one.' });
}

/** A server's address as its clients write it: one at all addresses is also at the machine's own. */
function urlHost(host: string): string {
  if (isWildcard(host)) return host === '::' ? '[::1]' : '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}
