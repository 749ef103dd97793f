import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

/** Where the .proto files lie; import paths begin here. */
export const protosFolder = fileURLToPath(new URL('../../protos/', import.meta.url));

export const protoFiles = readdirSync(protosFolder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.proto'))
  .sort();

/** The packages that the .proto files declare. */
export const packages = [
  'speechkit.stt.v3',
  'speechkit.tts.v3',
  'yandex.cloud.ai.foundation_models.v1',
  'yandex.cloud.iam.v1',
  'yandex.cloud.operation',
  'google.rpc',
] as const;

/** Our .proto files as protobufjs' reflection sees them: an implementation that is not ours. */
export const root = loadRoot();

function loadRoot(): protobuf.Root {
  const loaded = new protobuf.Root();
  const bundled = loaded.resolvePath.bind(loaded);
  loaded.resolvePath = (origin, target) =>
    protobuf.common.get(target) ? bundled(origin, target) : join(protosFolder, target);
  loaded.loadSync(protoFiles, { keepCase: true });
  loaded.resolveAll();
  return loaded;
}

/** Every message type of our packages, nested ones included. */
export const messageTypes: readonly protobuf.Type[] = packages.flatMap((name) => typesIn(root.lookup(name)));

function typesIn(scope: protobuf.ReflectionObject | null): protobuf.Type[] {
  if (!(scope instanceof protobuf.Namespace)) return [];
  // `yandex.cloud` holds several packages: do not count a nested package as part of its parent.
  return scope.nestedArray.flatMap((member) =>
    member instanceof protobuf.Type ? [member, ...typesIn(member)] : [],
  );
}

export function fullName(object: protobuf.ReflectionObject): string {
  return object.fullName.slice(1);
}

/** The JavaScript name of a field. */
export function fieldName(field: protobuf.Field): string {
  return protobuf.util.jsonName(field.name);
}
