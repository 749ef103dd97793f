import type { Scenario } from '../scenario.js';
import { gptScenarios } from './gpt.js';
import { iamScenarios } from './iam.js';
import { sttScenarios } from './stt.js';
import { ttsScenarios } from './tts.js';

/** All of them, the cheap ones first. */
export const scenarios: readonly Scenario[] = [
  ...iamScenarios,
  ...gptScenarios,
  ...ttsScenarios,
  ...sttScenarios,
];
