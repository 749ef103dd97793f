export type EndpointingStrategy = 'server' | 'local';
export type EndpointingSplit = 'tuning' | 'held-out' | 'second';

export interface EndpointingTrialOptions {
  strategy: EndpointingStrategy;
  split: EndpointingSplit;
  /** Only every so many callers. Default 1. */
  every?: number;
  /** Of pauses, tempos and the emulator. Default 1. */
  seed?: number;
  /** Of the emulator. Default `typical`. */
  latency?: 'typical' | 'field';
  /** Options of `localEndpointing`. */
  local?: { cutOffCostMs?: number };
  /** Default 700 ms. */
  server?: { pauseMs?: number };
}

export interface EndpointingResult {
  /** In the corpus. */
  id: number;
  kind: string;
  split: EndpointingSplit;
  caller: number;
  /** From the end of what was said to the end of the utterance, told with all its finals. */
  waitMs: number;
  /** Ends that were told before. */
  cutOffs: number;
  wordsLost: number;
}

export function endpointingTrial(options: EndpointingTrialOptions): Promise<EndpointingResult[]>;
