// How long a passphrase withstands guessing, honestly: an estimate by what
// people really choose (zxcvbn), with the words of both languages of the
// program. It is loaded when a passphrase is chosen, and never before.

/** 0: found at once; 1: within days; 2: within years; 3: longer than anybody tries. */
export type Strength = 0 | 1 | 2 | 3;

/** Says how strong a text is; words that stand near it (a name) count as known. */
export type Gauge = (text: string, known?: string[]) => Strength;

/**
 * Tries in a second against a stolen key file: a thousand machines, each about
 * as fast as the one on which a try was made to take the better part of a second.
 */
const TRIES_PER_SECOND = 1000;

const DAY = 86_400;
const bounds = [1 * DAY, 365 * DAY, 100 * 365 * DAY];

export function strengthOf(guesses: number): Strength {
  const seconds = guesses / 2 / TRIES_PER_SECOND;
  return bounds.filter((bound) => seconds >= bound).length as Strength;
}

export async function loadGauge(): Promise<Gauge> {
  const [core, common, en, id] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
    import('@zxcvbn-ts/language-id'),
  ]);
  const zxcvbn = new core.ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...en.dictionary, ...id.dictionary },
    graphs: common.adjacencyGraphs,
    maxLength: 200,
  });
  return (text, known = []) => strengthOf(zxcvbn.check(text, known).guesses);
}
