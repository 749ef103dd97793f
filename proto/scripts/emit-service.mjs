import { emitDoc, requireComment } from './emit-types.mjs';
import { wellKnownForm } from './fields.mjs';
import { fullName } from './schema.mjs';

/** A service is an object of its rpcs. */
export function emitService(service, { camelCase, use, useWire }) {
  const methods = service.methodsArray.map((method) => {
    const request = message(method.resolvedRequestType, use, useWire);
    const response = message(method.resolvedResponseType, use, useWire);
    const types = [request.init, request.type, response.init, response.type].join(', ');
    return {
      doc: emitDoc(requireComment(method), '  '),
      name: camelCase(method.name[0].toLowerCase() + method.name.slice(1)),
      type: `${useWire('Method', true)}<${types}>`,
      value:
        `  {\n    path: '/${fullName(service)}/${method.name}',\n` +
        `    requestStream: ${Boolean(method.requestStream)},\n    responseStream: ${Boolean(method.responseStream)},\n` +
        `    request: ${request.type},\n    response: ${response.type},\n  }`,
    };
  });
  return (
    emitDoc(requireComment(service)) +
    `export const ${service.name}: {\n` +
    methods.map(({ doc, name, type }) => `${doc}  readonly ${name}: ${type};\n`).join('') +
    `} = {\n` +
    methods.map(({ name, value }) => `  ${name}:${value.slice(1)},\n`).join('') +
    `};\n`
  );
}

function message(type, use, useWire) {
  const known = wellKnownForm(type);
  if (known) return { type: useWire(known.name), init: useWire(known.init, true) };
  return { type: use(type, (name) => name, false), init: use(type, (name) => `${name}Init`) };
}
