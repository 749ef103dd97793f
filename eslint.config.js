import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

/**
 * The import directions of the house (docs/architecture.md), as one table: a package may import
 * only the packages named in its row. A test may import anything: it stands outside the house.
 */
const mayImport = {
  proto: [],
  core: [],
  russian: ['core'],
  iam: ['core'],
  rpc: ['core', 'iam', 'proto'],
  stt: ['core', 'iam', 'proto', 'rpc'],
  tts: ['core', 'iam', 'proto', 'rpc'],
  gpt: ['core', 'iam', 'proto', 'rpc'],
  local: ['core'],
  web: ['core'],
  emulator: ['core', 'proto'],
};

/** Packages that also run in a browser: no Node built-ins, and time only through `Clock`. */
const isomorphic = ['proto', 'core', 'russian'];

const folderOf = (name) => (name === 'proto' ? 'proto' : `packages/${name}`);

const directionRules = Object.entries(mayImport).map(([name, allowed]) => ({
  name: `rechka/direction/${name}`,
  files: [`${folderOf(name)}/src/**/*.ts`],
  // What only tests and soaks use is a test.
  ignores: ['**/*.test.ts', 'packages/stt/src/testing/**', 'packages/emulator/src/test-support/**'],
  rules: {
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          ...Object.keys(mayImport)
            .filter((other) => other !== name && !allowed.includes(other))
            .map((other) => ({
              regex: `^@rechka/${other}(/|$)`,
              message: `${name} may import only: ${allowed.join(', ') || 'nothing of ours'} (docs/architecture.md).`,
            })),
          { regex: '^(\\.\\./)+(packages|proto|examples)/', message: 'Import another package by its name.' },
          ...(name === 'emulator'
            ? [
                {
                  regex: '^@grpc/',
                  message: 'Loading grpc-js takes longer than the emulator; see grpc/status.ts.',
                },
              ]
            : []),
          ...(isomorphic.includes(name)
            ? [
                {
                  regex:
                    '^(node:|@grpc/|(fs|path|events|stream|buffer|crypto|http|http2|net|os|util|url|timers)(/|$))',
                  message: `${name} runs in browsers too: no Node built-ins, no I/O.`,
                },
              ]
            : []),
        ],
      },
    ],
    ...(isomorphic.includes(name)
      ? {
          'no-restricted-globals': [
            'error',
            ...[
              'setTimeout',
              'setInterval',
              'setImmediate',
              'Date',
              'performance',
              'process',
              'Buffer',
              'fetch',
            ].map((global) => ({ name: global, message: 'Time comes through Clock; I/O through a port.' })),
          ],
        }
      : {}),
  },
}));

/** The part of `web` that runs in the page: as isomorphic packages do, but with the browser's own I/O. */
const pageRules = {
  name: 'rechka/page',
  files: ['packages/web/src/{client,protocol}/**/*.ts'],
  ignores: ['**/*.test.ts', '**/test-support/**'],
  rules: {
    'no-restricted-imports': [
      'error',
      { patterns: [{ regex: '^(node:|ws$)', message: 'This runs in the page: nothing of Node.' }] },
    ],
    'no-restricted-globals': [
      'error',
      ...['setTimeout', 'setInterval', 'setImmediate', 'Date', 'process', 'Buffer'].map((global) => ({
        name: global,
        message: 'Time comes through Clock; nothing of Node.',
      })),
    ],
  },
};

export default tseslint.config(
  {
    ignores: ['**/dist/**', '**/coverage/**', 'proto/src/generated/**', 'docs/api/**', '.cache/**', 'out/**'],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    name: 'rechka/typescript',
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-empty-object-type': 'off',
      // An async function without await still keeps a promise-returning contract.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-restricted-syntax': [
        'error',
        { selector: 'TSEnumDeclaration', message: 'Use a union of strings.' },
      ],
    },
  },
  {
    name: 'rechka/tests',
    files: ['**/*.test.ts', 'test/**/*.ts', '**/testing/**/*.ts'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    name: 'rechka/config-files',
    files: ['**/*.config.ts', '**/tsup.base.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  { name: 'rechka/scripts', files: ['**/*.mjs', '**/*.js'], languageOptions: { globals: globals.node } },
  ...directionRules,
  pageRules,
);
