import { wordSet } from '../word-set.js';
import { corrects } from './correction-words.js';
import { pieceAt, type PieceContext } from './piece-at.js';
import type { Token } from './tokens.js';
import type { Piece } from './when-pieces.js';
import { mended, says, together, type Wish, wishOf, withdrawn } from './wish.js';

const beforeRefusal = wordSet('я мне мы нам у меня нас уже точно никак');
const refusals = wordSet(
  'могу можем смогу сможем получится получается выйдет подходит подойдет устраивает устроит успею успеваю успеем удобно',
);

/** What asks for a date or time in a bare word. */
export type WishContext = Pick<PieceContext, 'now' | 'hours'> & { expect: 'date' | 'time' | undefined };

/** How a piece stands to what was said before it. */
type Relation = 'adds' | 'mends' | 'or' | 'not';

/** Words that may stand between something and what mends it. */
const passes = wordSet('в во на к ко с со по до около лучше хотя бы часов');

/** Finds what was said of dates and times in the tokens that are not `taken`, in order. */
export function wishesIn(tokens: readonly Token[], taken: ReadonlySet<number>, context: WishContext): Wish[] {
  const wishes: Wish[] = [];
  let last: Piece | undefined;
  for (let at = 0; at < tokens.length; at++) {
    if (taken.has(at)) continue;
    const mending = last !== undefined && corrects(tokens, last.to, at, passes);
    const piece = pieceAt(tokens, at, pieceContext(context, last, at, mending));
    if (piece === undefined || hasTaken(taken, piece)) continue;
    take(wishes, piece, relationOf(tokens, last, piece, mending));
    last = piece;
    at = piece.to - 1;
  }
  return sharing(wishes, tokens).filter(({ dates, times }) => dates.length + times.length > 0);
}

/** Adds a piece to what was said before, or puts it beside that. */
function take(wishes: Wish[], piece: Piece, relation: Relation): void {
  let before = wishes.at(-1);
  let denied: Wish['withdrawn'] = [];
  if (relation === 'not') {
    // What was said and is denied now is gone; else it is what is not wanted.
    if (before !== undefined && says(before, piece)) wishes.splice(-1, 1, withdrawn(before, piece));
    else wishes.push({ ...wishOf(piece), excluded: true });
    return;
  }
  if (before?.excluded === true && isOfSameKind(before, piece)) {
    // «завтра не в три, а в четыре»: three is gone once there is a time, and tomorrow stays.
    denied = before.places;
    wishes.pop();
    before = wishes.at(-1);
  }
  const joined =
    before === undefined || before.excluded || relation === 'or'
      ? undefined
      : joinedTo(before, piece, relation);
  const wish = joined ?? wishOf(piece);
  wishes.splice(joined === undefined ? wishes.length : -1, 1, {
    ...wish,
    withdrawn: [...wish.withdrawn, ...denied],
  });
}

function joinedTo(before: Wish, piece: Piece, relation: Relation): Wish | undefined {
  return relation === 'mends' ? mended(before, piece) : together(before, piece);
}

function isOfSameKind({ dates, times }: Wish, { date, time }: Piece): boolean {
  return (time !== undefined && times.length > 0) || (date !== undefined && dates.length > 0);
}

function hasTaken(taken: ReadonlySet<number>, { from, to }: Piece): boolean {
  for (let at = from; at < to; at++) if (taken.has(at)) return true;
  return false;
}

function pieceContext(
  { now, hours, expect }: WishContext,
  last: Piece | undefined,
  at: number,
  mending: boolean,
): PieceContext {
  const adjoins = last?.to === at && last.date !== undefined;
  const bare = expect === 'time' || (mending && last?.time !== undefined);
  return {
    now,
    hours,
    bareDate: expect === 'date' || (mending && last?.date !== undefined),
    clockMode: bare ? 'bare' : adjoins ? 'pair' : 'clear',
  };
}

function relationOf(
  tokens: readonly Token[],
  last: Piece | undefined,
  piece: Piece,
  mending: boolean,
): Relation {
  if (/^(?:не|кроме)$/.test(tokens[piece.from - 1]?.text ?? '') || isRefused(tokens, piece.to)) return 'not';
  if (last === undefined) return 'adds';
  if (mending) return 'mends';
  const between = tokens.slice(last.to, piece.from).map(({ text }) => text);
  return between.includes('или') || between.includes('либо') ? 'or' : 'adds';
}

/** «в воскресенье не могу», «в пять мне неудобно». */
function isRefused(tokens: readonly Token[], at: number): boolean {
  const words = tokens.slice(at, at + 4).filter(({ text }) => !beforeRefusal.has(text));
  const [first = '', second = ''] = words.map(({ text }) => text);
  return /^(?:неудобно|занят[ао]?|нельзя)$/.test(first) || (first === 'не' && refusals.has(second));
}

/** «завтра в три или в четыре»: what is said once is meant of both. */
function sharing(wishes: readonly Wish[], tokens: readonly Token[]): Wish[] {
  const shared = [...wishes];
  for (let index = 1; index < shared.length; index++) {
    const [first, second] = [shared[index - 1], shared[index]];
    if (first === undefined || second === undefined || first.excluded || second.excluded) continue;
    const [end, start] = [first.places.at(-1)?.to ?? 0, second.places[0]?.from ?? 0];
    const between = tokens.slice(end, start).map(({ text }) => text);
    if (!between.some((text) => text === 'или' || text === 'либо')) continue;
    shared[index - 1] = { ...first, times: first.times.length > 0 ? first.times : second.times };
    shared[index] = { ...second, dates: second.dates.length > 0 ? second.dates : first.dates };
  }
  return shared;
}
