/** A file that the user chose, with what was guessed from its beginning; and how it is loaded. */

import { sample, decode, parse, guessDelimiter } from './csv.js';
import { tableOf, guess, guessMapping, recall, remember, columnsParameter } from './table-match.js';

export const DEFAULTS = { append: 'true', on_duplicate: 'reject', missing: 'null', on_error: 'continue', max_errors: '' };

const GUESSED_ROWS = 50;

export class ChosenFile {
  /**
   * Reads the beginning of a file, and guesses how it is loaded.
   *
   * @param all tables
   * @param wanted the table that the user has chosen already, as 'schema.table', or ''
   */
  static async read(file, all, wanted = '') {
    const chosen = Object.assign(new ChosenFile(), { file, delimiter: ',', header: false, table: null, mapping: [] },
      await sample(file));
    if (chosen.kind === 'text' || chosen.kind === 'gzip') {
      chosen.delimiter = guessDelimiter(chosen.text);
      const best = guess(all, file.name, chosen.records(GUESSED_ROWS));
      chosen.table = named(all, wanted) ?? best.table;
      chosen.header = best.header;
      chosen.map();
    } else if (chosen.kind === 'zstd') {
      // The service recognises them.
      Object.assign(chosen, { delimiter: '', header: null });
      chosen.table = named(all, wanted) ?? guess(all, file.name, [{ fields: [] }]).table;
    }
    return chosen;
  }

  get isWorkbook() {
    return this.kind === 'workbook';
  }

  /** Whether its rows are known here: browsers do not unpack zstd. */
  get isReadable() {
    return this.kind === 'text' || this.kind === 'gzip';
  }

  get isEmpty() {
    return this.isReadable && !this.records(1).length;
  }

  useCharset(charset) {
    this.charset = charset;
    this.text = decode(this.bytes, charset);
    this.map();
  }

  /** Takes the remembered mapping of such a file, or guesses one. */
  map() {
    const { table, header } = this;
    const [first] = this.records(1);
    this.mapping = !table || !first ? [] :
      (header && recall(table, first.fields)) || guessMapping(table, first, header);
  }

  remember() {
    if (this.header && this.isReadable) remember(this.table, this.records(1)[0].fields, this.mapping);
  }

  records(limit) {
    const start = this.text.replace(/^\ufeff?sep=.\r?\n/i, '').replace(/^\ufeff/, '');
    const records = parse(start, { delimiter: this.delimiter, quote: this.table?.quote, limit: limit + 1 });
    // The sample may end within a record.
    if (!this.whole && records.length > 1 && records.length <= limit) records.pop();
    return records.slice(0, limit);
  }

  /** What is sent: the names, the size and the parameters of the load. */
  plan(options, dryRun) {
    const { file, charset, delimiter, header, table, mapping } = this;
    const [first] = this.isReadable ? this.records(1) : [];
    const { max_errors: maxErrors, ...others } = options;
    return {
      name: file.name,
      size: file.size,
      schema: table.schema,
      table: table.table,
      contentType: `text/csv; charset=${charset}`,
      parameters: {
        table: table.table,
        schema: table.schema,
        ...others,
        max_errors: maxErrors || null,
        delimiter: delimiter === '\t' ? 'tab' : delimiter,
        header: header == null ? null : header ? 'present' : 'absent',
        columns: first ? columnsParameter(table, header ? first.fields : null, mapping) : null,
        dry_run: dryRun ? 'true' : null,
      },
      mapping: this.isReadable ? mapping : null,
    };
  }
}

function named(all, wanted) {
  const [schema, ...table] = wanted.split('.');
  return tableOf(all, schema, table.join('.'));
}
