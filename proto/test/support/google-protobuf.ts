import { createRequire } from 'node:module';

// google-protobuf has no types of its own: this is the part that the tests use.

export interface GoogleWriter {
  writeString(field: number, value: string): void;
  writeBytes(field: number, value: Uint8Array): void;
  writeBool(field: number, value: boolean): void;
  writeInt32(field: number, value: number): void;
  writeInt64(field: number, value: number): void;
  writeDouble(field: number, value: number): void;
  writePackedDouble(field: number, values: number[]): void;
  writeRepeatedDouble(field: number, values: number[]): void;
  writeRepeatedEnum(field: number, values: number[]): void;
  writeFixed32(field: number, value: number): void;
  writeFixed64(field: number, value: number): void;
  writeMessage(field: number, value: object, write: (value: object, writer: GoogleWriter) => void): void;
  writeGroup(field: number, value: object, write: (value: object, writer: GoogleWriter) => void): void;
  getResultBuffer(): Uint8Array;
}

export interface GoogleReader {
  nextField(): boolean;
  getFieldNumber(): number;
  skipField(): void;
  readString(): string;
  readBytes(): Uint8Array;
  readBool(): boolean;
  readInt32(): number;
  readInt64(): number;
  readDouble(): number;
}

export interface GoogleMessage {
  serializeBinary(): Uint8Array;
}

interface Struct extends GoogleMessage {
  toJavaScript(): Record<string, unknown>;
}
interface Timestamp extends GoogleMessage {
  getSeconds(): number;
  setSeconds(value: number): void;
  getNanos(): number;
  setNanos(value: number): void;
}
interface AnyMessage extends GoogleMessage {
  getTypeUrl(): string;
  setTypeUrl(value: string): void;
  getValue_asU8(): Uint8Array;
  setValue(value: Uint8Array): void;
}
interface Wrapper<Value> extends GoogleMessage {
  getValue(): Value;
  setValue(value: Value): void;
}
interface MessageClass<Message> {
  new (): Message;
  deserializeBinary(bytes: Uint8Array): Message;
}

const require = createRequire(import.meta.url);

export const { BinaryReader, BinaryWriter } = require('google-protobuf') as {
  BinaryReader: new (bytes: Uint8Array) => GoogleReader;
  BinaryWriter: new () => GoogleWriter;
};

const wellKnown = (file: string) => require(`google-protobuf/google/protobuf/${file}_pb.js`) as unknown;

export const google = {
  ...(wellKnown('struct') as {
    Struct: MessageClass<Struct> & { fromJavaScript(json: object): Struct };
  }),
  ...(wellKnown('timestamp') as { Timestamp: MessageClass<Timestamp> }),
  ...(wellKnown('any') as { Any: MessageClass<AnyMessage> }),
  ...(wellKnown('wrappers') as {
    DoubleValue: MessageClass<Wrapper<number>>;
    Int64Value: MessageClass<Wrapper<number>>;
    BoolValue: MessageClass<Wrapper<boolean>>;
  }),
};
