/**
 * What `npm start`, `npm run console`, `npm run cloud:check`, `npm run soak` and `npm test` run. Needs Node and npm only: everything else is installed on
 * the way.
 *
 *   node scripts/dev.mjs start
 *   node scripts/dev.mjs console [arguments of the example]
 *   node scripts/dev.mjs cloud-check [arguments of the example]
 *   node scripts/dev.mjs soak
 *   node scripts/dev.mjs test
 */
/** Of the tools, Vite above all; the packages themselves run on any Node 20. */
const oldestNode = { major: 20, minor: 19 };

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode.major || (major === oldestNode.major && minor < oldestNode.minor)) {
  const { major, minor } = oldestNode;
  console.error(
    `Rechka needs Node.js ${major}.${minor} or newer; this is ${process.version} (${process.execPath}).`,
  );
  process.exit(1);
}

// Imported only now: these files may use what an older Node cannot parse.
const commands = {
  start: async (args) => (await import('./dev/start.mjs')).start('browser-chat', args),
  console: async (args) => (await import('./dev/start.mjs')).start('console', args),
  'cloud-check': async (args) => (await import('./dev/start.mjs')).start('cloud-check', args),
  soak: async () => (await import('./dev/soak.mjs')).soak(),
  test: async () => (await import('./dev/test.mjs')).test(),
};

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command === undefined) {
  console.error(`Usage: node scripts/dev.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
process.exitCode = await command(args);
