/** The same actions as commands for a terminal. */

import { h, put } from './dom.js';
import { t } from './i18n.js';
import { query, session } from './client.js';

/** An argument of a shell, quoted where it must be. */
function argument(text) {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${String(text).replaceAll("'", `'\\''`)}'`;
}

function credentials() {
  const kind = session.credentials?.kind;
  if (kind === 'key') return ['-H', '"X-Api-Key: $HIRING_API_KEY"'];
  return kind === 'token' ? ['-H', '"Authorization: Bearer $HIRING_TOKEN"'] : [];
}

/** A load by curl. */
export function loadCommands({ name, parameters, contentType }) {
  const url = `${location.origin}/db_migration${query(parameters)}`;
  return [['curl', ['curl', '-T', argument(name), '-H', argument(`Content-Type: ${contentType}`), ...credentials(),
    argument(url)].join(' ')]];
}

/** A request without a body by curl. */
export function curl(path, ...flags) {
  return [['curl', ['curl', ...flags.map(argument), ...credentials(), argument(location.origin + path)].join(' ')]];
}

/** Shows commands, each with a button to copy it. */
export class CommandText extends HTMLElement {
  /** @param commands gives [name, command] pairs, when it is shown */
  constructor(commands) {
    super();
    this.commands = commands;
  }

  connectedCallback() {
    put(this, this.commands().map(([name, command]) => {
      const code = h('code', command);
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
