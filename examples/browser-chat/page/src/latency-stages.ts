import type { TurnTimes } from '@rechka/web/client';

/** What happens between the caller's last sound and the bot's first. */
export type StageName = 'committed' | 'firstToken' | 'firstAudio' | 'heard';

/** A stage of a turn that was reached. */
export interface Stage {
  name: StageName;
  /** Since the end of the caller's speech, in ms. */
  atMs: number;
  /** Since the stage before it, in ms; never negative. */
  stepMs: number;
}

/**
 * The stages of a turn in the order in which they were reached: an answer that was begun on a guess may have words,
 * and even sound, before the turn is committed.
 */
export function stagesOf({ committedMs, firstTokenMs, firstAudioMs, voiceToVoiceMs }: TurnTimes): Stage[] {
  const reached: [StageName, number | undefined][] = [
    ['committed', committedMs],
    ['firstToken', firstTokenMs],
    ['firstAudio', firstAudioMs],
    ['heard', voiceToVoiceMs],
  ];
  const points = reached.flatMap(([name, atMs]) => (atMs === undefined ? [] : [{ name, atMs }]));
  let beforeMs = 0;
  return points
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ name, atMs }) => {
      const stepMs = Math.max(0, atMs - beforeMs);
      beforeMs = Math.max(beforeMs, atMs);
      return { name, atMs, stepMs };
    });
}
