import type { KioskItem } from '../../api';
import type { AnswerState, Format } from './answer';
import { cards } from './cards';
import { choice } from './choice';
import { quantity, slider } from './number';
import { ranking } from './ranking';
import { words } from './text';

/** Every response type that the page can show: a new type is one line here. */
const formats = {
  ranking: sealed(ranking),
  likert: sealed(choice),
  single_choice: sealed(choice),
  multiple_choice: sealed(choice),
  numeric: sealed(quantity),
  slider: sealed(slider),
  text: sealed(words),
  forced_distribution: sealed(cards),
} satisfies Record<string, Format<AnswerState>>;

/** A format as the flow holds it: it is only ever given the states that it makes itself. */
function sealed<S extends AnswerState>(format: Format<S>): Format<AnswerState> {
  return format as unknown as Format<AnswerState>;
}

/** The format of an item. */
export function formatOf(item: KioskItem): Format<AnswerState> {
  const found = (formats as Record<string, Format<AnswerState>>)[item.type];
  if (found === undefined) throw new Error('an item of a type without a control');
  return found;
}
