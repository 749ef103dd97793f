import { Client, credentials, status, type ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  Health,
  ServerReflection,
  type ServerReflectionRequestInit,
  type ServerReflectionResponse,
} from '@rechka/proto/grpc';
import { startEmulator, type Emulator } from '../start-emulator.js';

describe('a client without .proto files and without credentials', () => {
  let emulator: Emulator;
  let client: Client;
  beforeAll(async () => {
    emulator = await startEmulator({ faults: [{ do: { status: 'UNAVAILABLE' } }] });
    client = new Client(new URL(emulator.grpc).host, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await emulator.close();
  });

  /** Asks in one call, in turn. */
  function ask(
    questions: readonly ServerReflectionRequestInit[],
    version = 'v1',
  ): Promise<ServerReflectionResponse[]> {
    const { path, request, response } = ServerReflection.serverReflectionInfo;
    const call = client.makeBidiStreamRequest(
      path.replace('.v1.', `.${version}.`),
      (value: ServerReflectionRequestInit) => Buffer.from(request.encode(value)),
      (bytes) => response.decode(bytes),
    );
    return new Promise((resolve, reject) => {
      const answers: ServerReflectionResponse[] = [];
      call.on('error', reject).on('end', () => resolve(answers));
      call.on('data', (answer: ServerReflectionResponse) => {
        answers.push(answer);
        const next = questions[answers.length];
        if (next === undefined) call.end();
        else call.write(next);
      });
      call.write(questions[0] ?? {});
    });
  }

  it.each(['v1', 'v1alpha'])('is told the services (%s)', async (version) => {
    const [answer] = await ask([{ listServices: '*' }], version);
    expect(answer?.listServicesResponse?.service.map(({ name }) => name)).toEqual([
      'grpc.health.v1.Health',
      'grpc.reflection.v1.ServerReflection',
      'grpc.reflection.v1alpha.ServerReflection',
      'speechkit.stt.v3.Recognizer',
      'speechkit.tts.v3.Synthesizer',
      'yandex.cloud.ai.foundation_models.v1.TextGenerationAsyncService',
      'yandex.cloud.ai.foundation_models.v1.TextGenerationService',
      'yandex.cloud.ai.foundation_models.v1.TokenizerService',
      'yandex.cloud.iam.v1.IamTokenService',
      'yandex.cloud.operation.OperationService',
    ]);
  });

  it('gets the schema of each of them, whole', async () => {
    const [list] = await ask([{ listServices: '' }]);
    for (const { name } of list?.listServicesResponse?.service ?? []) {
      const [answer] = await ask([{ fileContainingSymbol: name }]);
      const files = answer?.fileDescriptorResponse?.fileDescriptorProto ?? [];
      // A file that lacks one of its imports cannot be used.
      const names = files.map((file) => nameOf(file));
      const imports = files.flatMap((file) => importsOf(file));
      expect([name, names]).toEqual([name, expect.arrayContaining(imports)]);
      expect(Buffer.from(files[0] ?? '').includes(name.split('.').at(-1)!)).toBe(true);
    }
  });

  it('finds files by name, methods and messages, and is told what is not there', async () => {
    const stt = 'yandex/cloud/ai/stt/v3/stt.proto';
    const answers = await ask([
      { fileByFilename: stt, host: 'here' },
      { fileContainingSymbol: 'speechkit.stt.v3.Recognizer.RecognizeStreaming' },
      { fileContainingSymbol: 'speechkit.stt.v3.StreamingResponse' },
      { fileByFilename: 'no/such.proto' },
      { allExtensionNumbersOfType: 'speechkit.stt.v3.AudioChunk' },
      { fileContainingExtension: { containingType: 'speechkit.stt.v3.AudioChunk', extensionNumber: 3 } },
      {},
    ]);
    const first = (index: number) => nameOf(answers[index]!.fileDescriptorResponse!.fileDescriptorProto[0]!);
    expect([first(0), first(1), first(2)]).toEqual([stt, stt.replace('stt.proto', 'stt_service.proto'), stt]);
    expect(answers[0]).toMatchObject({ validHost: 'here', originalRequest: { fileByFilename: stt } });
    expect(answers[4]?.allExtensionNumbersResponse).toEqual({
      baseTypeName: 'speechkit.stt.v3.AudioChunk',
      extensionNumber: [],
    });
    expect([3, 5, 6].map((index) => answers[index]?.errorResponse?.errorCode)).toEqual([
      status.NOT_FOUND,
      status.NOT_FOUND,
      status.INVALID_ARGUMENT,
    ]);
  });

  function check(service: string): Promise<string | number> {
    const { path, request, response } = Health.check;
    return new Promise((resolve, reject) => {
      client.makeUnaryRequest(
        path,
        (value: { service: string }) => Buffer.from(request.encode(value)),
        (bytes) => response.decode(bytes),
        { service },
        (error: ServiceError | null, value) => (error ? reject(error) : resolve(value?.status ?? '')),
      );
    });
  }

  it('is told the health of the server and of its services', async () => {
    expect(await check('')).toBe('SERVING');
    expect(await check('speechkit.tts.v3.Synthesizer')).toBe('SERVING');
    await expect(check('speechkit.tts.v3.Nobody')).rejects.toMatchObject({ code: status.NOT_FOUND });
  });

  it('may watch it for as long as it likes', async () => {
    const { path, request, response } = Health.watch;
    const call = client.makeServerStreamRequest(
      path,
      (value: { service: string }) => Buffer.from(request.encode(value)),
      (bytes) => response.decode(bytes),
      { service: 'nobody' },
    );
    const ended = new Promise((resolve) => call.on('error', resolve));
    expect(await new Promise((resolve) => call.once('data', resolve))).toEqual({ status: 'SERVICE_UNKNOWN' });
    call.cancel();
    expect(await ended).toMatchObject({ code: status.CANCELLED });
  });

  it('leaves no trace: no calls, no faults, nothing random taken', async () => {
    expect([emulator.log, emulator.streams, emulator.faults.log]).toEqual([[], [], []]);
  });
});

/** Fields 1 (name) and 3 (dependency) of a FileDescriptorProto, which come first. */
function stringsOf(file: Uint8Array, tag: number): string[] {
  const strings: string[] = [];
  for (let at = 0; at < file.length;) {
    const field = file[at]!;
    let length = file[at + 1]!;
    let start = at + 2;
    if (length & 0x80) {
      length = (length & 0x7f) | (file[at + 2]! << 7);
      start += 1;
    }
    if (field === tag) strings.push(Buffer.from(file.subarray(start, start + length)).toString());
    if (field > 0x22) break;
    at = start + length;
  }
  return strings;
}

const nameOf = (file: Uint8Array) => stringsOf(file, 0x0a)[0] ?? '';
const importsOf = (file: Uint8Array) => stringsOf(file, 0x1a);
