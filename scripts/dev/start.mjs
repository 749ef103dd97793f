import { spawn } from 'node:child_process';
import os from 'node:os';
import { areExamplesBuilt, buildExamples, exampleScript } from './build.mjs';
import { install, isInstalled } from './install.mjs';
import { root } from './workspace.mjs';

/** Installs and builds what is missing, then runs an example. Gives the exit code. */
export async function start(example, args) {
  if (!isInstalled() && !(await step('Installing the dependencies (once)', install))) return 1;
  if (!areExamplesBuilt() && !(await step('Building', buildExamples))) return 1;
  return runScript(exampleScript(example), args);
}

/** Says on stderr what is being done: stdout belongs to the example. */
async function step(title, action) {
  process.stderr.write(`${title}…\n`);
  const { ok, output } = await action();
  if (!ok) process.stderr.write(`${output}\n`);
  return ok;
}

function runScript(script, args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [script, ...args], { cwd: root, stdio: 'inherit' });
    // Ctrl-C reaches the child from the terminal itself; we only wait until it has said goodbye.
    const ignore = () => {};
    const terminate = () => child.kill('SIGTERM');
    process.on('SIGINT', ignore).on('SIGTERM', terminate);
    const done = (code) => {
      process.off('SIGINT', ignore).off('SIGTERM', terminate);
      resolve(code);
    };
    child.on('error', (error) => {
      process.stderr.write(`Cannot run ${script}: ${error.message}\n`);
      done(1);
    });
    child.on('close', (code, signal) => done(code ?? 128 + (os.constants.signals[signal] ?? 0)));
  });
}
