/** Names of the placeholders of a text, in order of first appearance. */
export function placeholders(text: string): string[];
/** The text of the generated file for a catalogue. */
export function generate(catalogue: Record<string, string | Record<string, string>>): string;
