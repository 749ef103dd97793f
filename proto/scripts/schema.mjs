import { join } from 'node:path';
import protobuf from 'protobufjs';

/**
 * Parses the .proto files and answers the questions the emitters ask about types.
 *
 * @param {string} folder where the import paths begin
 * @param {{ name: string, package: string, files: string[] }[]} modules
 */
export function loadSchema(folder, modules) {
  const root = new protobuf.Root();
  const bundled = root.resolvePath;
  root.resolvePath = (origin, target) =>
    protobuf.common.get(target) ? bundled.call(root, origin, target) : join(folder, target);
  root.loadSync(
    modules.flatMap((module) => module.files),
    { keepCase: true, alternateCommentMode: true },
  );
  root.resolveAll();

  const moduleOfPackage = new Map(modules.map((module) => [module.package, module.name]));

  return {
    /** The top-level members of a package, in the order of the files. */
    members: (packageName) => root.lookup(packageName).nestedArray,
    /** Where a message or enum is generated: the module, and its flat name `Outer_Inner` there. */
    locate(type) {
      const path = [];
      let scope = type;
      for (; scope instanceof protobuf.Type || scope instanceof protobuf.Enum; scope = scope.parent)
        path.unshift(scope.name);
      return {
        module: moduleOfPackage.get(scope.fullName.slice(1)),
        name: path.join('_'),
        path: path.join('.'),
      };
    },
  };
}

/** Full name without protobufjs' leading dot. */
export const fullName = (object) => object.fullName.slice(1);

/** The name of a field in TypeScript: that of protobuf's JSON mapping. */
export const camelCase = (name) => protobuf.util.jsonName(name);

export const isMessage = (object) => object instanceof protobuf.Type;
export const isEnum = (object) => object instanceof protobuf.Enum;
export const isService = (object) => object instanceof protobuf.Service;
