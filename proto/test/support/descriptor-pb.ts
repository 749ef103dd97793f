import { createRequire } from 'node:module';

/** What our tests use of google-protobuf's descriptors, which come without types. */
export interface GoogleField {
  getName(): string;
  getNumber(): number;
  getLabel(): number;
  getTypeName(): string;
  hasOneofIndex(): boolean;
  getOneofIndex(): number;
}
export interface GoogleMessage {
  getName(): string;
  getFieldList(): GoogleField[];
  getNestedTypeList(): GoogleMessage[];
  getOneofDeclList(): object[];
}
interface GoogleMethod {
  getName(): string;
  getInputType(): string;
  getOutputType(): string;
  getClientStreaming(): boolean;
  getServerStreaming(): boolean;
}
export interface GoogleFile {
  getName(): string;
  getPackage(): string;
  getDependencyList(): string[];
  getMessageTypeList(): GoogleMessage[];
  getServiceList(): { getName(): string; getMethodList(): GoogleMethod[] }[];
}

const { FileDescriptorProto } = createRequire(import.meta.url)(
  'google-protobuf/google/protobuf/descriptor_pb.js',
) as { FileDescriptorProto: { deserializeBinary(bytes: Uint8Array): GoogleFile } };

/** Reads an encoded `google.protobuf.FileDescriptorProto`. */
export const readFileDescriptor = (bytes: Uint8Array) => FileDescriptorProto.deserializeBinary(bytes);
