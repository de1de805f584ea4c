import type { Piece, Sheet, SheetLine } from '../../../api';

/** Where a number stands: in the line of that sign, or at its own place (home). */
export interface Place {
  /** Unique on the page. */
  key: string;
  /** The line whose formula it belongs to, '' in a form. */
  line: string;
  home: boolean;
}

/** A number that was chosen, and where it was pressed. */
interface Chosen {
  piece: Piece;
  place: Place;
}

const lineRef = 'l:';

/** Which number is chosen, and which ones it comes from. */
export class Choosing {
  readonly #lines = new Map<string, SheetLine>();
  readonly #users = new Map<string, SheetLine[]>();
  chosen = $state.raw<Chosen>();

  constructor(sheet: Sheet) {
    for (const line of sheet.parts.flatMap((part) => part.groups.flatMap((group) => group.lines))) {
      this.#lines.set(line.result.ref, line);
      for (const ref of new Set(line.pieces.map((piece) => piece.ref).filter((ref) => ref !== '')))
        this.#users.set(ref, [...(this.#users.get(ref) ?? []), line]);
    }
  }

  /** Chooses a number; the same one again lets it go. */
  choose(piece: Piece, place: Place): void {
    this.chosen = this.chosen?.place.key === place.key ? undefined : { piece, place };
  }

  clear(): void {
    this.chosen = undefined;
  }

  /** The line that the chosen number is the outcome of. */
  get line(): SheetLine | undefined {
    return this.chosen && this.#lines.get(this.chosen.piece.ref);
  }

  /** The numbers of that line, each once. */
  get sources(): Piece[] {
    const seen = new Set<string>();
    return (this.line?.pieces ?? []).filter((piece) => {
      const id = piece.ref || piece.label + piece.text;
      if (piece.label === '' || seen.has(id)) return false;
      seen.add(id);
      return true;
    });
  }

  /** The lines that read the chosen number. */
  get users(): SheetLine[] {
    return this.#users.get(this.chosen?.piece.ref ?? '') ?? [];
  }

  /** The chosen number is filled where it was pressed and at its home. */
  filled(piece: Piece, place: Place): boolean {
    if (!this.chosen) return false;
    return this.chosen.place.key === place.key || (place.home && piece.ref !== '' && piece.ref === this.chosen.piece.ref);
  }

  /** Its sources are outlined in its own formula and at their homes. */
  outlined(piece: Piece, place: Place): boolean {
    const line = this.line;
    if (!line) return false;
    if (!place.home) return lineRef + place.line === line.result.ref;
    return line.pieces.some((source) => source.ref !== '' && source.ref === piece.ref);
  }
}
