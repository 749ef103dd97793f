/** Judge: `google-protobuf`, which reads descriptors with a codec that is not ours. */
import type protobuf from 'protobufjs';
import { describe, expect, it } from 'vitest';
import { protoFiles } from '@rechka/proto/descriptors';
import { ServerReflectionRequest, ServerReflectionResponse } from '@rechka/proto/grpc';
import { readFileDescriptor, type GoogleMessage } from './support/descriptor-pb.js';
import { fullName, messageTypes, protoFiles as sources, root } from './support/reflection.js';

const files = protoFiles.map(({ base64 }) => readFileDescriptor(Buffer.from(base64, 'base64')));
const bare = (name: string) => name.replace(/^\./, '');

/** Every message by its full name. */
const messages = new Map<string, GoogleMessage>();
for (const file of files) for (const type of file.getMessageTypeList()) collect(file.getPackage(), type);

function collect(scope: string, type: GoogleMessage): void {
  const name = `${scope}.${type.getName()}`;
  messages.set(name, type);
  for (const nested of type.getNestedTypeList()) collect(name, nested);
}

describe('descriptors', () => {
  it('are of all files, each after what it imports', () => {
    expect(files.map((file) => file.getName())).toEqual(protoFiles.map(({ name }) => name));
    expect(protoFiles.map(({ name }) => name)).toEqual(expect.arrayContaining(sources));
    const seen = new Set<string>();
    for (const [index, { name, imports }] of protoFiles.entries()) {
      expect(files[index]!.getDependencyList()).toEqual(imports);
      for (const imported of imports) expect(seen).toContain(imported);
      seen.add(name);
    }
  });

  it.each(messageTypes.map((type) => [fullName(type), type] as const))('%s has its fields', (name, type) => {
    const described = messages.get(name)!.getFieldList();
    expect(described.map((field) => [field.getName(), field.getNumber(), field.getLabel() === 3])).toEqual(
      type.fieldsArray.map((field) => [field.name, field.id, field.repeated || field.map]),
    );
    for (const field of described) {
      const typeName = bare(field.getTypeName());
      if (typeName !== '') expect(protoFiles.flatMap(({ symbols }) => symbols)).toContain(typeName);
    }
    // Else C++ and Python refuse the whole file.
    for (const [index] of messages.get(name)!.getOneofDeclList().entries()) {
      const members = described.flatMap((field, at) =>
        field.hasOneofIndex() && field.getOneofIndex() === index ? [at] : [],
      );
      expect(members.at(-1)! - members[0]!).toBe(members.length - 1);
    }
  });

  it('has the methods, with their streams', () => {
    for (const file of files) {
      for (const service of file.getServiceList()) {
        const known = root.lookupService(`${file.getPackage()}.${service.getName()}`);
        expect(
          service
            .getMethodList()
            .map((method) => [
              method.getName(),
              bare(method.getInputType()),
              bare(method.getOutputType()),
              method.getClientStreaming(),
              method.getServerStreaming(),
            ]),
        ).toEqual(
          known.methodsArray.map((method) => [
            method.name,
            fullName(method.resolvedRequestType!),
            fullName(method.resolvedResponseType!),
            method.requestStream ?? false,
            method.responseStream ?? false,
          ]),
        );
      }
    }
  });
});

describe('reflection messages', () => {
  const judge = (name: string) => root.lookupType(`grpc.reflection.v1.${name}`);

  it('are read by protobufjs as we write them', () => {
    const response = {
      validHost: 'localhost',
      originalRequest: { host: 'localhost', fileContainingSymbol: 'a.B' },
      fileDescriptorResponse: { fileDescriptorProto: [new Uint8Array([1, 2]), new Uint8Array()] },
    };
    const bytes = ServerReflectionResponse.encode(response);
    const { valid_host: host, file_descriptor_response: files } = judge('ServerReflectionResponse').decode(
      bytes,
    ) as protobuf.Message & {
      valid_host: string;
      file_descriptor_response: { file_descriptor_proto: Uint8Array[] };
    };
    expect([host, files.file_descriptor_proto.map((file) => [...file])]).toEqual(['localhost', [[1, 2], []]]);
    const numbers = { allExtensionNumbersResponse: { baseTypeName: 'a.B', extensionNumber: [1, 300, -1] } };
    expect(
      judge('ServerReflectionResponse').toObject(
        judge('ServerReflectionResponse').decode(ServerReflectionResponse.encode(numbers)),
      ),
    ).toMatchObject({ all_extension_numbers_response: { extension_number: [1, 300, -1] } });
    expect(ServerReflectionResponse.decode(ServerReflectionResponse.encode(numbers))).toMatchObject(numbers);
  });

  it('are read by us as protobufjs writes them', () => {
    const question = { file_containing_extension: { containing_type: 'a.B', extension_number: 7 } };
    const type = judge('ServerReflectionRequest');
    expect(ServerReflectionRequest.decode(type.encode(type.create(question)).finish())).toMatchObject({
      fileContainingExtension: { containingType: 'a.B', extensionNumber: 7 },
    });
  });
});
