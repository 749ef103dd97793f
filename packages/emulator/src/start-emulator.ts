import { AccessControl } from './auth/access-control.js';
import { createServiceAccountKey, type ServiceAccountKey } from './auth/service-account-key.js';
import { EmulatorLog, type EmulatorEvent } from './emulator-log.js';
import { resolveOptions, type EmulatorOptions } from './emulator-options.js';
import { GrpcRouter } from './grpc/grpc-router.js';
import { serveIamRest } from './http/iam-rest.js';
import { RestServer } from './http/rest-server.js';
import { SeededRandom } from './recogniser/seeded-random.js';
import { latencies } from './latency/latency-sampler.js';
import { serveGpt } from './services/gpt/gpt-service.js';
import { serveIam } from './services/iam-service.js';
import { serveStt } from './services/stt/stt-service.js';
import { serveTts } from './services/tts/tts-service.js';

/** A running emulator. */
export interface Emulator {
  /** All gRPC services: `http://127.0.0.1:<port>`. */
  readonly grpc: string;
  /** All REST services: `http://127.0.0.1:<port>`. */
  readonly http: string;
  /** The same by service, in the shape that our clients take. */
  readonly endpoints: {
    readonly stt: string;
    readonly tts: string;
    readonly llm: string;
    readonly iam: string;
  };
  /** Folder of the service account. */
  readonly folderId: string;
  /** A key that this emulator accepts and no cloud ever will. */
  readonly serviceAccountKey: ServiceAccountKey;
  /** Folder, key and endpoints as environment variables, ready for `fromEnv(emulator.env)`. */
  readonly env: Readonly<Record<string, string>>;
  /** What was asked for, what was said, what was refused; the newest 10 000 entries, without audio and secrets. */
  readonly log: readonly EmulatorEvent[];
  /** Ends all calls and frees the ports. May be called twice. */
  close(): Promise<void>;
}

/**
 * Starts SpeechKit, YandexGPT and IAM on 127.0.0.1, speaking the real wire protocol: recognition that hears
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
  const { folderId, clock, latency, seed } = resolved;
  const random = new SeededRandom(seed);
  const log = new EmulatorLog(clock);
  const key = createServiceAccountKey(random);
  const access = new AccessControl({ folderId, ...resolved.iam, random });

  const router = new GrpcRouter({ access, log, random });
  serveIam(router, { access, key });
  serveStt(router, { ...resolved.stt, clock, latency, random: random.fork() });
  serveTts(router, { ...resolved.tts, folderId, clock, latencies: latencies(latency, random.fork()) });
  serveGpt(router, { ...resolved.gpt, access, clock, latencies: latencies(latency, random.fork()) });
  const rest = new RestServer(log, random);
  serveIamRest(rest, { access, key });

  const grpc = `http://127.0.0.1:${await router.listen(resolved.grpcPort)}`;
  let http: string;
  try {
    http = `http://127.0.0.1:${await rest.listen(resolved.httpPort)}`;
  } catch (error) {
    router.close();
    throw error;
  }

  let closing: Promise<void> | undefined;
  return {
    grpc,
    http,
    endpoints: { stt: grpc, tts: grpc, llm: grpc, iam: http },
    folderId,
    serviceAccountKey: key,
    env: {
      FOLDER_ID: folderId,
      SERVICE_ACCOUNT_KEY: JSON.stringify(key),
      YC_STT_ENDPOINT: grpc,
      YC_TTS_ENDPOINT: grpc,
      YC_LLM_ENDPOINT: grpc,
      YC_IAM_ENDPOINT: http,
    },
    log: log.entries,
    close() {
      router.close();
      closing ??= rest.close();
      return closing;
    },
  };
}
