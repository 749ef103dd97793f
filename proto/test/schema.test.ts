import protobuf from 'protobufjs';
import { expect, it } from 'vitest';
import * as gpt from '@rechka/proto/gpt';
import * as iam from '@rechka/proto/iam';
import * as stt from '@rechka/proto/stt';
import * as tts from '@rechka/proto/tts';
import facts from './fixtures/schema.json' with { type: 'json' };
import { codecs } from './support/codecs.js';
import { fullName, messageTypes, packages, root } from './support/reflection.js';

/** Our .proto files in the form of the recorded facts. */
function describePackage(name: string) {
  const members = (root.lookup(name) as protobuf.Namespace).nestedArray;
  return {
    messages: byName(members.filter(isMessage).map((type) => [type.name, describeMessage(type)])),
    enums: byName(members.filter(isEnum).map((type) => [type.name, describeEnum(type)])),
    services: byName(members.filter(isService).map((type) => [type.name, describeService(type)])),
  };
}

function describeMessage(type: protobuf.Type): object {
  const messages = type.nestedArray
    .filter(isMessage)
    .map((nested) => [nested.name, describeMessage(nested)] as const);
  const enums = type.nestedArray.filter(isEnum).map((nested) => [nested.name, describeEnum(nested)] as const);
  const oneofs = type.oneofsArray.map((oneof) => oneof.name);
  // Despite its type it is undefined when nothing is reserved.
  const reserved = type.reserved as unknown[] | undefined;
  const nested = {
    ...(messages.length > 0 ? { messages: byName(messages) } : {}),
    ...(enums.length > 0 ? { enums: byName(enums) } : {}),
  };
  return {
    fields: [...type.fieldsArray]
      .sort((a, b) => a.id - b.id)
      .map((field) => ({
        name: field.name,
        number: field.id,
        type: field.resolvedType ? fullName(field.resolvedType) : field.type,
        label: field.repeated ? 'repeated' : 'optional',
        ...(field.partOf ? { oneof: field.partOf.name } : {}),
        ...(field.options?.['deprecated'] ? { deprecated: true } : {}),
      })),
    ...(oneofs.length > 0 ? { oneofs } : {}),
    ...(reserved ? { reserved } : {}),
    ...(Object.keys(nested).length > 0 ? { nested } : {}),
  };
}

function describeEnum(type: protobuf.Enum): object {
  return {
    values: Object.entries(type.values).map(([name, number]) => ({
      name,
      number,
      ...(type.valuesOptions?.[name]?.['deprecated'] ? { deprecated: true } : {}),
    })),
  };
}

function describeService(service: protobuf.Service): object {
  return {
    methods: service.methodsArray.map((method) => ({
      name: method.name,
      path: `/${fullName(service)}/${method.name}`,
      request: fullName(method.resolvedRequestType!),
      response: fullName(method.resolvedResponseType!),
      clientStreaming: Boolean(method.requestStream),
      serverStreaming: Boolean(method.responseStream),
    })),
  };
}

const byName = <Value>(entries: (readonly [string, Value])[]) => Object.fromEntries(entries);
const isMessage = (object: protobuf.ReflectionObject) => object instanceof protobuf.Type;
const isEnum = (object: protobuf.ReflectionObject) => object instanceof protobuf.Enum;
const isService = (object: protobuf.ReflectionObject) => object instanceof protobuf.Service;

it('declares exactly the packages of the recorded schema', () => {
  expect(Object.keys(facts).sort()).toEqual([...packages].sort());
});

it.each(packages)(
  '%s: every field, number, type, oneof, enum value and rpc is that of the recorded schema',
  (name) => {
    expect(describePackage(name)).toEqual(facts[name]);
  },
);

it('has a codec for every message and no other', () => {
  expect([...codecs.keys()].sort()).toEqual(messageTypes.map(fullName).sort());
});

it('offers every rpc under its path, with the codecs of its messages', () => {
  const services = { ...stt, ...tts, ...gpt, ...iam } as unknown as Record<string, Record<string, RpcShape>>;
  const offered = Object.values(facts).flatMap((declared) =>
    Object.keys(declared.services).flatMap((name) => Object.values(services[name]!).map(describeRpc)),
  );
  const recorded = Object.values(facts).flatMap(({ services: declared }) =>
    Object.values(declared as Record<string, { methods: object[] }>).flatMap(({ methods }) => methods),
  );
  expect(offered).toEqual(recorded.map(withoutName));
});

interface RpcShape {
  path: string;
  requestStream: boolean;
  responseStream: boolean;
  request: { typeName: string };
  response: { typeName: string };
}

const describeRpc = ({ path, requestStream, responseStream, request, response }: RpcShape) => ({
  path,
  request: request.typeName,
  response: response.typeName,
  clientStreaming: requestStream,
  serverStreaming: responseStream,
});

function withoutName(method: object): object {
  return Object.fromEntries(Object.entries(method).filter(([key]) => key !== 'name'));
}
