#!/usr/bin/env node
import { runCommandLine } from './command-line.js';

// Not awaited: this file is also built as CommonJS, which has no top-level await.
void runCommandLine(process.argv.slice(2));
