import { spawn } from 'node:child_process';
import { root } from './workspace.mjs';

/** Nothing may wait for an answer from a terminal, and npm's notices are not ours to show. */
const quietEnv = {
  CI: '1',
  npm_config_yes: 'true',
  npm_config_loglevel: 'error',
  npm_config_audit: 'false',
  npm_config_fund: 'false',
  npm_config_update_notifier: 'false',
};

/** Their output is a pipe, so the tools cannot know whether it ends up on a terminal: we tell them. */
const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' };

function withoutColour(env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => name !== 'FORCE_COLOR' && name !== 'NO_COLOR'),
  );
}

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs?: number }} [options] after `timeoutMs` it is ended
 * @returns {Promise<{ ok: boolean, stdout: string, output: string, ms: number }>} `output` has both streams, in order
 */
export function run(program, args, { cwd = root, env = {}, timeoutMs } = {}) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    let stdout = '';
    let output = '';
    const done = (ok) => resolve({ ok, stdout, output: output.trim(), ms: performance.now() - startedAt });
    const child = spawn(program, args, {
      cwd,
      env: { ...withoutColour(process.env), ...quietEnv, ...colour, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
      // npm and npx are batch files there.
      shell: process.platform === 'win32',
    });
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => (output += text));
    child.on('error', (error) => {
      output += `Cannot run ${program}: ${error.message}`;
      done(false);
    });
    child.on('close', (code, signal) => {
      if (signal !== null) output += `\n${program} was ended by ${signal}`;
      done(code === 0);
    });
  });
}

/** Runs a script with this Node. */
export function runNode(script, args, options) {
  return run(process.execPath, [script, ...args], options);
}
