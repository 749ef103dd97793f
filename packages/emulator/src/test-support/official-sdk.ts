import { credentials, Metadata, type ClientReadableStream, type ServiceError } from '@grpc/grpc-js';
import { textGenerationService } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import { stt, sttService } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { tts, ttsService } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { iamTokenService } from '@yandex-cloud/nodejs-sdk/iam-v1';
import { importPKCS8, SignJWT } from 'jose';
import type { ServiceAccountKey } from '../auth/service-account-key.js';
import type { Emulator } from '../start-emulator.js';

/** What a JWT may get wrong. */
export interface JwtFaults {
  audience?: string;
  issuer?: string;
  keyId?: string;
  algorithm?: 'PS256' | 'RS256';
  /** PEM of another key to sign with. */
  privateKey?: string;
  issuedAtS?: number;
  lifetimeS?: number;
}

/** Signs a JWT as the documentation says, or with one thing wrong. */
export async function signJwt(key: ServiceAccountKey, faults: JwtFaults = {}): Promise<string> {
  const issuedAtS = faults.issuedAtS ?? Math.floor(Date.now() / 1000);
  const algorithm = faults.algorithm ?? 'PS256';
  const privateKey = faults.privateKey ?? key.private_key;
  const pem = privateKey.slice(privateKey.indexOf('-----BEGIN'));
  return new SignJWT({})
    .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: faults.keyId ?? key.id })
    .setIssuer(faults.issuer ?? key.service_account_id)
    .setAudience(faults.audience ?? 'https://iam.api.cloud.yandex.net/iam/v1/tokens')
    .setIssuedAt(issuedAtS)
    .setExpirationTime(issuedAtS + (faults.lifetimeS ?? 360))
    .sign(await importPKCS8(pem, algorithm));
}

/** Headers as a client sends them. */
export function headers(values: Record<string, string>): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(values)) metadata.set(name, value);
  return metadata;
}

/** All messages of a server stream; rejects with its `ServiceError`. */
export function collect<T>(stream: ClientReadableStream<T>): Promise<T[]> {
  return new Promise((resolve, reject) => {
    const messages: T[] = [];
    stream.on('data', (message: T) => messages.push(message));
    stream.on('end', () => resolve(messages));
    stream.on('error', reject);
  });
}

/** The error that a promise rejects with; fails if it does not. */
export async function refusalOf(work: Promise<unknown>): Promise<ServiceError> {
  try {
    await work;
  } catch (error) {
    return error as ServiceError;
  }
  throw new Error('The call was not refused.');
}

/** The clients of the official SDK, connected to an emulator. */
export class OfficialSdk {
  readonly #emulator: Emulator;
  readonly #address: string;
  readonly recognizer;
  readonly synthesizer;
  readonly llm;
  readonly tokenizer;
  readonly iam;

  constructor(emulator: Emulator) {
    this.#emulator = emulator;
    this.#address = emulator.grpc.replace('http://', '');
    const insecure = credentials.createInsecure();
    this.recognizer = new sttService.RecognizerClient(this.#address, insecure);
    this.synthesizer = new ttsService.SynthesizerClient(this.#address, insecure);
    this.llm = new textGenerationService.TextGenerationServiceClient(this.#address, insecure);
    this.tokenizer = new textGenerationService.TokenizerServiceClient(this.#address, insecure);
    this.iam = new iamTokenService.IamTokenServiceClient(this.#address, insecure);
  }

  close(): void {
    for (const client of [this.recognizer, this.synthesizer, this.llm, this.tokenizer, this.iam])
      client.close();
  }

  /** Exchanges a JWT for a token over gRPC. */
  createToken(jwt: string): Promise<iamTokenService.CreateIamTokenResponse> {
    return new Promise((resolve, reject) => {
      const request = iamTokenService.CreateIamTokenRequest.fromPartial({ jwt });
      this.iam.create(request, (error, response) => (error === null ? resolve(response) : reject(error)));
    });
  }

  /** Headers with a fresh token of the emulator's own key. */
  async authorized(): Promise<Metadata> {
    const { iamToken } = await this.createToken(await signJwt(this.#emulator.serviceAccountKey));
    return headers({ authorization: `Bearer ${iamToken}` });
  }

  synthesize(
    request: tts.DeepPartial<tts.UtteranceSynthesisRequest>,
    metadata: Metadata,
  ): Promise<tts.UtteranceSynthesisResponse[]> {
    return collect(
      this.synthesizer.utteranceSynthesis(tts.UtteranceSynthesisRequest.fromPartial(request), metadata),
    );
  }

  /** Opens a synthesis stream. */
  speak(metadata: Metadata) {
    const call = this.synthesizer.streamSynthesis(metadata);
    const responses = collect<tts.StreamSynthesisResponse>(call);
    return {
      call,
      send: (request: tts.DeepPartial<tts.StreamSynthesisRequest>) =>
        call.write(tts.StreamSynthesisRequest.fromPartial(request)),
      end: () => call.end(),
      responses,
    };
  }

  /** Opens a recognition stream. */
  recognize(metadata: Metadata) {
    const call = this.recognizer.recognizeStreaming(metadata);
    const responses = collect<stt.StreamingResponse>(call);
    return {
      call,
      send: (request: stt.DeepPartial<stt.StreamingRequest>) =>
        call.write(stt.StreamingRequest.fromPartial(request)),
      end: () => call.end(),
      responses,
    };
  }
}
