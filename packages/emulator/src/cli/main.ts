#!/usr/bin/env node
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { makeKeyPair } from '../auth/key-pair.js';

// Only what is worth doing before the rest is loaded: making a key takes as long as that, on another thread.
const args = process.argv.slice(2);
if (newKeyFile(args)) void makeKeyPair();
compileCache()?.();

// Not awaited: who fails says so by itself.
void import('../command-line.js').then(({ runCommandLine }) => runCommandLine(args));

/** Whether flags name a key file that is not there yet. One that a config file names is seen to later. */
function newKeyFile(flags: readonly string[]): boolean {
  const at = flags.findLastIndex((flag) => flag === '--key-file' || flag.startsWith('--key-file='));
  const path = flags[at]?.split('=')[1] ?? flags[at + 1];
  return at >= 0 && path !== undefined && !existsSync(path);
}

/** Of Node 22.1 and later: keeps compiled code for the next start. */
function compileCache(): (() => void) | undefined {
  return (nodeModule as { enableCompileCache?: () => void }).enableCompileCache;
}
