/** The frame of the page: navigation, signing in, language and colours. */

import { h, put, select, field } from './dom.js';
import { t, language, setLanguage } from './i18n.js';
import { identify, caller, session, onUnauthorized } from './client.js';
import { problemBox } from './load-outcome.js';
import { LoadsPage, LoadDetails } from './loads-page.js';
import './load-page.js';
import './reports-page.js';
import './tables-page.js';

const THEME = 'hiring.theme';
const PAGES = [['#/', 'nav.load'], ['#/loads', 'nav.loads'], ['#/reports', 'nav.reports'], ['#/tables', 'nav.tables']];

class HiringApp extends HTMLElement {
  async connectedCallback() {
    this.useTheme(localStorage.getItem(THEME) ?? '');
    onUnauthorized(problem => this.signIn(problem));
    this.nav = h('nav', { 'aria-label': t('nav.label') }, PAGES.map(([href, name]) => h('a', { href }, t(name))));
    this.who = h('span.who');
    this.main = h('main', { id: 'main', tabindex: -1 });
    this.append(
      h('a.skip', { href: '#main', onclick: event => {
        event.preventDefault();
        this.main.focus();
      } }, t('nav.skip')),
      h('header', h('a.brand', { href: '#/' }, 'Hiring'), this.nav, h('div.settings', this.who,
        select([['en', 'English'], ['es', 'Español']], language, setLanguage, { 'aria-label': t('nav.language') }),
        select([['', t('theme.system')], ['light', t('theme.light')], ['dark', t('theme.dark')]],
          localStorage.getItem(THEME) ?? '', value => this.useTheme(value), { 'aria-label': t('nav.theme') }))),
      this.main,
      h('footer', h('a', { href: '/docs/' }, t('nav.docs')), ' · ', h('a', { href: '/openapi.yaml' }, 'openapi.yaml')),
      h('div', { id: 'announcements', class: 'unseen', role: 'status', 'aria-live': 'polite' }));
    try {
      await identify();
    } catch (failure) {
      if (failure.status !== 404) {
        put(this.main, problemBox(failure),
          h('button', { type: 'button', onclick: () => location.reload() }, t('again')));
        return;
      }
    }
    this.showCaller();
    addEventListener('hashchange', () => this.route());
    this.route();
  }

  useTheme(theme) {
    localStorage.setItem(THEME, theme);
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
  }

  showCaller() {
    put(this.who, session.credentials && [t('access.as', { name: caller()?.name ?? '' }), ' ',
      h('button.quiet', { type: 'button', onclick: () => {
        session.credentials = null;
        location.reload();
      } }, t('access.leave'))]);
  }

  route() {
    const [path] = location.hash.slice(1).split('?');
    const [, name = '', id] = path.split('/');
    const current = `#/${name}`;
    for (const link of this.nav.children) {
      if (link.getAttribute('href') === current) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    // The load page keeps its state while others are shown.
    this.loadPage ??= document.createElement('load-page');
    const page = name === 'loads' ? (id ? new LoadDetails(id) : new LoadsPage())
      : name === 'reports' ? document.createElement('reports-page')
        : name === 'tables' ? document.createElement('tables-page') : this.loadPage;
    const first = !this.main.firstElementChild;
    put(this.main, page);
    document.title = `${t(PAGES.find(([href]) => href === current)?.[1] ?? 'nav.load')} · Hiring`;
    if (!first) this.main.focus({ preventScroll: false });
  }

  /** Asks for an API key or a token; true if there is one. All requests that wait for it share the dialog. */
  signIn(problem) {
    this.asking ??= this.ask(problem).finally(() => { this.asking = null; });
    return this.asking;
  }

  async ask(problem) {
    let kind = 'key';
    const value = h('input', { type: 'password', autocomplete: 'off', required: true, autofocus: true });
    const dialog = h('dialog', { 'aria-labelledby': 'sign-in' }, h('form', { method: 'dialog' },
      h('h2', { id: 'sign-in' }, t('access.title')),
      session.credentials ? h('p.notice.bad', { role: 'alert', lang: 'en' }, problem.message) : h('p', t('access.why')),
      field(t('access.kind'), select([['key', t('access.key')], ['token', t('access.token')]], kind, chosen => { kind = chosen; })),
      field(t('access.value'), value, t('access.kept')),
      h('div.buttons', h('button.primary', { value: 'yes' }, t('access.enter')))));
    document.body.append(dialog);
    dialog.showModal();
    await new Promise(resolve => dialog.addEventListener('close', resolve, { once: true }));
    dialog.remove();
    if (dialog.returnValue !== 'yes') return false;
    session.credentials = { kind, value: value.value.trim() };
    this.showCaller();
    return true;
  }
}

customElements.define('hiring-app', HiringApp);
