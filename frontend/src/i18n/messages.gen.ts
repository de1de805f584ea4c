// Code generated from locales/en.json by scripts/messages.mjs. DO NOT EDIT.

/** Every message with the placeholders that it needs. */
export interface Messages {
  'cli.bad_arguments': 'Command' | 'Reason';
  'cli.help.help': never;
  'cli.help.version': never;
  'cli.help.window': never;
  'cli.unknown_command': 'Command';
  'cli.usage': never;
  'date.long': 'Day' | 'Month' | 'Year';
  'date.month.1': never;
  'date.month.10': never;
  'date.month.11': never;
  'date.month.12': never;
  'date.month.2': never;
  'date.month.3': never;
  'date.month.4': never;
  'date.month.5': never;
  'date.month.6': never;
  'date.month.7': never;
  'date.month.8': never;
  'date.month.9': never;
  'error.conflict': never;
  'error.damaged_database': never;
  'error.disk_full': never;
  'error.in_use': never;
  'error.instrument_invalid': 'File';
  'error.internal': 'Ref';
  'error.invalid': never;
  'error.locked': never;
  'error.moved_database': never;
  'error.newer_database': never;
  'error.no_permission': never;
  'error.norm_missing': never;
  'error.not_found': never;
  'error.read_only': never;
  'error.session_closed': never;
  'error.stale_answer': never;
  'error.text_missing': never;
  'language.en': never;
  'language.id': never;
  'start.broken.retry': never;
  'start.broken.title': never;
  'start.data_needs_folder': never;
  'start.no_data_folder': never;
  'start.no_display': never;
  'start.no_window': never;
  'start.window_failed': never;
}

/** Every message with plural forms; Count is filled by itself. */
export interface Plurals {
}
