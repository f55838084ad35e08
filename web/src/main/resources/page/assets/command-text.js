/** The same actions as commands for a terminal, quoted for a POSIX shell. */

import { h, put, visible } from './dom.js';
import { t } from './i18n.js';
import { query, session } from './client.js';
import { DEFAULTS } from './chosen-file.js';

/** An argument of a shell, quoted where it must be. */
function argument(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${String(text).replaceAll("'", `'\\''`)}'`;
}

/** The name of a file, which no command takes for an option. */
const fileArgument = name => argument(name.startsWith('-') ? `./${name}` : name);

function credentials() {
  const kind = session.credentials?.kind;
  if (kind === 'key') return ['-H', '"X-Api-Key: $HIRING_API_KEY"'];
  return kind === 'token' ? ['-H', '"Authorization: Bearer $HIRING_TOKEN"'] : [];
}

/** A load by each command. */
export function loadCommands({ name, schema, parameters, contentType }) {
  const { table, append, header, dry_run: dryRun } = parameters;
  const charset = /charset=(.*)/.exec(contentType)[1];
  const option = (flag, parameter, prefix = '') => {
    const value = parameters[parameter];
    return value == null || value === '' || value === DEFAULTS[parameter] ? [] : [flag, argument(prefix + value)];
  };
  // curl takes brackets and braces in names of files for patterns.
  const glob = /[[\]{}]/.test(name) ? ['--globoff'] : [];
  return [
    ['curl', ['curl', ...glob, '-T', fileArgument(name), '-H', argument(`Content-Type: ${contentType}`), ...credentials(),
      argument(`${location.origin}/db_migration${query(parameters)}`)].join(' ')],
    ...hiringWords('load', argument(table), fileArgument(name), '--schema', argument(schema),
      ...(append === 'true' ? ['--append'] : []), ...(dryRun ? ['--dry-run'] : []),
      ...option('--delimiter', 'delimiter'), ...(header ? ['--header', header] : []), ...option('--columns', 'columns'),
      ...(charset === 'utf-8' ? [] : ['--charset', charset]), ...option('--on-duplicate', 'on_duplicate'),
      ...option('--max-errors', 'max_errors'), ...option('--set', 'missing', 'missing='),
      ...option('--set', 'on_error', 'on_error=')),
  ];
}

/** A request without a body by curl. */
export function curl(path, ...flags) {
  return [['curl', ['curl', ...flags.map(argument), ...credentials(), argument(location.origin + path)].join(' ')]];
}

/** A command of the command line. Keys and tokens come from its environment. */
export function hiring(...words) {
  return hiringWords(...words.map(argument));
}

function hiringWords(...words) {
  return [['hiring', ['hiring', ...words, '--url', argument(location.origin)].join(' ')]];
}

/** Shows commands, each with a button to copy it. */
export class CommandText extends HTMLElement {
  /** @param commands gives [name, command] pairs, when it is shown */
  constructor(commands) {
    super();
    this.commands = commands;
  }

  connectedCallback() {
    this.refresh();
  }

  /** Shows the commands again, after what they are about has changed. */
  refresh() {
    put(this, this.commands().map(([name, command]) => {
      const code = h('code', visible(command));
      return h('div.command', h('span.hint', name), h('pre', { tabindex: 0 }, code), copyButton(() => command, code, name));
    }));
  }
}

/** A button that copies a text; without access to the clipboard it selects the element. */
export function copyButton(text, element, name) {
  const button = h('button.quiet', { type: 'button', 'aria-label': `${t('copy')}: ${name}`, onclick: async () => {
    try {
      await navigator.clipboard.writeText(text());
    } catch {
      getSelection().selectAllChildren(element);
      document.execCommand('copy');
    }
    put(button, t('copied'));
    setTimeout(() => put(button, t('copy')), 2000);
  } }, t('copy'));
  return button;
}

customElements.define('command-text', CommandText);
