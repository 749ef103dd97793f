import {
  ServerReflection,
  type ServerReflectionRequest,
  type ServerReflectionResponseInit,
} from '@rechka/proto/grpc';
import type { ProtoFile } from '@rechka/proto/descriptors';
import { holdTime } from '../held-work.js';
import type { GrpcRouter } from './grpc-router.js';
import { status } from './status.js';

/** The same service under the name that older clients ask for. */
const olderPath = ServerReflection.serverReflectionInfo.path.replace('.v1.', '.v1alpha.');

/**
 * Server reflection (`grpc.reflection.v1` and `v1alpha`), with the schemas of `@rechka/proto`: `grpcurl` and the like need no
 * `.proto` files. The schemas are loaded when somebody first asks.
 */
export function serveReflection(router: GrpcRouter): void {
  let schemas: Promise<Schemas> | undefined;
  const { serverReflectionInfo } = ServerReflection;
  for (const method of [serverReflectionInfo, { ...serverReflectionInfo, path: olderPath }]) {
    router.serveAside(method, async ({ requests, send }) => {
      for await (const request of requests) {
        schemas ??= holdTime(import('@rechka/proto/descriptors')).then(
          ({ protoFiles }) => new Schemas(protoFiles),
        );
        send({
          validHost: request.host,
          originalRequest: request,
          ...answer(request, await schemas, router),
        });
      }
    });
  }
}

function answer(
  request: ServerReflectionRequest,
  schemas: Schemas,
  router: GrpcRouter,
): ServerReflectionResponseInit {
  const { listServices, fileByFilename, fileContainingSymbol, fileContainingExtension } = request;
  const { allExtensionNumbersOfType: extended } = request;
  if (listServices !== undefined) {
    return { listServicesResponse: { service: router.serviceNames().map((name) => ({ name })) } };
  }
  if (fileByFilename !== undefined) return filesOrError(schemas.named(fileByFilename), fileByFilename);
  if (fileContainingSymbol !== undefined)
    return filesOrError(schemas.declaring(fileContainingSymbol), fileContainingSymbol);
  if (extended !== undefined) {
    // Our schemas extend nothing.
    return schemas.declaring(extended) === undefined
      ? notFound(extended)
      : { allExtensionNumbersResponse: { baseTypeName: extended } };
  }
  if (fileContainingExtension !== undefined)
    return notFound(
      `extension ${fileContainingExtension.extensionNumber} of ${fileContainingExtension.containingType}`,
    );
  return { errorResponse: { errorCode: status.INVALID_ARGUMENT, errorMessage: 'The request asks nothing' } };
}

function filesOrError(files: Uint8Array[] | undefined, what: string): ServerReflectionResponseInit {
  return files === undefined ? notFound(what) : { fileDescriptorResponse: { fileDescriptorProto: files } };
}

function notFound(what: string): ServerReflectionResponseInit {
  return { errorResponse: { errorCode: status.NOT_FOUND, errorMessage: `${what} not found` } };
}

/** The schemas by their names and by what they declare. */
class Schemas {
  readonly #byName = new Map<string, ProtoFile>();
  readonly #bySymbol = new Map<string, ProtoFile>();

  constructor(files: readonly ProtoFile[]) {
    for (const file of files) {
      this.#byName.set(file.name, file);
      for (const symbol of file.symbols) this.#bySymbol.set(symbol, file);
    }
  }

  named(name: string): Uint8Array[] | undefined {
    return this.#withImports(this.#byName.get(name));
  }

  declaring(symbol: string): Uint8Array[] | undefined {
    return this.#withImports(this.#bySymbol.get(symbol));
  }

  /** The file, then all that it needs, so that a client need not ask again. */
  #withImports(file: ProtoFile | undefined): Uint8Array[] | undefined {
    if (file === undefined) return undefined;
    const files = new Set([file]);
    // A set that grows is walked to its new end.
    for (const { imports } of files) {
      for (const name of imports) {
        const imported = this.#byName.get(name);
        if (imported !== undefined) files.add(imported);
      }
    }
    return [...files].map(({ base64 }) => Buffer.from(base64, 'base64'));
  }
}
