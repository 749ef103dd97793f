/**
 * Writes `src/generated/*.ts` from `protos/`:  node scripts/generate.mjs [--check]
 *
 * With `--check` nothing is written; the exit code says whether the files on disk are what would be.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { emitDescriptors } from './emit-descriptors.mjs';
import { loadSchema } from './schema.mjs';
import { emitModule } from './emit-module.mjs';

/**
 * Each generated module: the package it holds and the files that declare it. The functions of a `shared`
 * one are used by other generated modules.
 */
const modules = [
  { name: 'google-rpc', package: 'google.rpc', files: ['google/rpc/status.proto'], shared: true },
  { name: 'operation', package: 'yandex.cloud.operation', files: ['yandex/cloud/operation/operation.proto'] },
  { name: 'stt', package: 'speechkit.stt.v3', files: ['yandex/cloud/ai/stt/v3/stt_service.proto'] },
  { name: 'tts', package: 'speechkit.tts.v3', files: ['yandex/cloud/ai/tts/v3/tts_service.proto'] },
  {
    name: 'gpt',
    package: 'yandex.cloud.ai.foundation_models.v1',
    files: ['yandex/cloud/ai/foundation_models/v1/text_generation/text_generation_service.proto'],
  },
  { name: 'iam', package: 'yandex.cloud.iam.v1', files: ['yandex/cloud/iam/v1/iam_token_service.proto'] },
  {
    name: 'grpc-reflection',
    package: 'grpc.reflection.v1',
    files: ['grpc/reflection/v1/reflection.proto'],
  },
  { name: 'grpc-health', package: 'grpc.health.v1', files: ['grpc/health/v1/health.proto'] },
];

/** Described, but without a module: older clients ask by this name, in the same bytes. */
const describedOnly = ['grpc/reflection/v1alpha/reflection.proto'];

const check = process.argv.includes('--check');
const folder = new URL('../src/generated/', import.meta.url);
const protos = fileURLToPath(new URL('../protos/', import.meta.url));
const schema = loadSchema(protos, modules);
const stale = [];

for (const module of modules) emit(`${module.name}.ts`, await emitModule(schema, module));
const described = [...modules.flatMap(({ files }) => files), ...describedOnly];
emit('descriptors.ts', await emitDescriptors(protos, described));

function emit(name, text) {
  const file = new URL(name, folder);
  if (!check) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) stale.push(name);
}

if (stale.length > 0) {
  console.error(`Not what protos/ say: ${stale.join(', ')}. Run \`pnpm generate\`.`);
  process.exitCode = 1;
}
