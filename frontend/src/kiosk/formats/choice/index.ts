import type { Format } from '../answer';
import { Choice } from './choice.svelte';
import Control from './Choice.svelte';
import { count, missing, summary } from './words';

/** Chooses one option of a scale or a list, or several. */
export const choice: Format<Choice> = {
  state: (item) => {
    const { options, least, most } = item.choice ?? { options: [], least: 1, most: 1 };
    const bounds = { many: item.type === 'multiple_choice', least, most };
    return new Choice(options.length, bounds, item.answered ? item.answer : null);
  },
  control: Control,
  count: (_, state) => count(state),
  missing: (_, state) => missing(state),
  summary,
};
