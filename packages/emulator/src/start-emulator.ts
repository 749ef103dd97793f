import { AccessControl } from './auth/access-control.js';
import { emulatedIam, type EmulatedIam } from './auth/emulated-iam.js';
import { SecretStore } from './auth/secret-store.js';
import { createServiceAccountKey, type ServiceAccountKey } from './auth/service-account-key.js';
import { EmulatorLog, type EmulatorEvent } from './emulator-log.js';
import { resolveOptions, type EmulatorOptions } from './emulator-options.js';
import { GrpcRouter } from './grpc/grpc-router.js';
import { serveIamRest, serveMetadata } from './http/iam-rest.js';
import { RestServer } from './http/rest-server.js';
import { SeededRandom } from './recogniser/seeded-random.js';
import { GptModel } from './services/gpt/gpt-model.js';
import { serveGptRest } from './services/gpt/gpt-rest.js';
import { serveGpt } from './services/gpt/gpt-service.js';
import { serveOpenAi } from './services/gpt/openai-rest.js';
import { Operations } from './services/gpt/operations.js';
import { serveOperations } from './services/gpt/operations-service.js';
import { IamService, serveIam } from './services/iam-service.js';
import { serveStt } from './services/stt/stt-service.js';
import { openVoice } from './services/tts/open-voice.js';
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
  const secrets = new SecretStore({ ...resolved.iam, clock, random });
  const access = new AccessControl({ ...resolved.iam, secrets, folderId });
  const iam = new IamService({ secrets, key });
  const closing = new AbortController();
  const gpt = new GptModel({ ...resolved.gpt, access, clock, latency, seed, closing: closing.signal });

  const speakingVoice = await openVoice(resolved.tts, clock);
  const router = new GrpcRouter({ access, log, random });
  serveIam(router, iam);
  serveStt(router, { ...resolved.stt, clock, latency, random });
  serveTts(router, { ...resolved.tts, speakingVoice, folderId, clock, latency });
  serveGpt(router, gpt);
  const rest = new RestServer({ access, log, random });
  serveIamRest(rest, iam);
  serveMetadata(rest, secrets);
  serveGptRest(rest, gpt);
  serveOpenAi(rest, gpt, { folderId, random });
  const createdBy = key.service_account_id;
  const operations = new Operations({ model: gpt, random, createdBy, closing: closing.signal });
  serveOperations(router, rest, operations);

  const grpc = `http://127.0.0.1:${await router.listen(resolved.grpcPort)}`;
  let http: string;
  try {
    http = `http://127.0.0.1:${await rest.listen(resolved.httpPort)}`;
  } catch (error) {
    router.close();
    throw error;
  }

  let closed: Promise<void> | undefined;
  return {
    grpc,
    http,
    endpoints: { stt: grpc, tts: grpc, llm: grpc, iam: http, openai: `${http}/v1` },
    folderId,
    serviceAccountKey: key,
    iam: emulatedIam(secrets),
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
      closing.abort();
      router.close();
      closed ??= rest.close();
      return closed;
    },
  };
}
