import { credentials, status } from '@grpc/grpc-js';
import { textGenerationService } from '@yandex-cloud/nodejs-sdk/ai-foundation_models-v1';
import { operationService, type operation } from '@yandex-cloud/nodejs-sdk/operation';
import { expect, it } from 'vitest';
import { startCompletions } from '../../test-support/completions.js';
import { refusalOf } from '../../test-support/official-sdk.js';

it('answers in the background, as the official SDK sees it', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const completions = await startCompletions({ gpt: { reply: () => held.then(() => 'Готово.') } });
  const { emulator, metadata } = completions;
  const address = emulator.grpc.replace('http://', '');
  const model = new textGenerationService.TextGenerationAsyncServiceClient(
    address,
    credentials.createInsecure(),
  );
  const operations = new operationService.OperationServiceClient(address, credentials.createInsecure());
  const get = (operationId: string) =>
    new Promise<operation.Operation>((resolve, reject) => {
      const request = operationService.GetOperationRequest.fromPartial({ operationId });
      operations.get(request, metadata, (error, found) => (error === null ? resolve(found) : reject(error)));
    });
  try {
    const started = await new Promise<operation.Operation>((resolve, reject) => {
      const request = textGenerationService.CompletionRequest.fromPartial({
        modelUri: `gpt://${emulator.folderId}/yandexgpt`,
        messages: [{ role: 'user', text: 'ping' }],
      });
      model.completion(request, metadata, (error, made) => (error === null ? resolve(made) : reject(error)));
    });
    expect(started).toMatchObject({ description: 'Async GPT Completion', done: false });
    expect((await get(started.id)).done).toBe(false);
    release();
    await expect.poll(async () => (await get(started.id)).done).toBe(true);
    const { response } = await get(started.id);
    expect(response!.typeUrl).toMatch(/\/yandex\.cloud\.ai\.foundation_models\.v1\.CompletionResponse$/);
    const { alternatives } = textGenerationService.CompletionResponse.decode(response!.value);
    expect(alternatives[0]!.message!.text).toBe('Готово.');
    expect(await refusalOf(get('d7qnone'))).toMatchObject({ code: status.NOT_FOUND });
  } finally {
    model.close();
    operations.close();
    await completions.close();
  }
});
