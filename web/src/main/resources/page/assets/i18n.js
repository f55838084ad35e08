import en from './en.js';
import es from './es.js';

const LANGUAGES = { en, es };
const KEY = 'hiring.language';

export const language = LANGUAGES[localStorage.getItem(KEY)]
  ? localStorage.getItem(KEY)
  : navigator.languages.map(name => name.slice(0, 2)).find(name => LANGUAGES[name]) ?? 'en';

document.documentElement.lang = language;

/** Changes the language of the page, which is loaded again. */
export function setLanguage(name) {
  localStorage.setItem(KEY, name);
  location.reload();
}

/** The text of a key, with {names} replaced; {name|one|many} is a word that follows a count. */
export function t(key, values = {}) {
  const text = LANGUAGES[language][key] ?? en[key] ?? key;
  return text.replace(/\{(\w+)(?:\|([^|}]*)\|([^}]*))?}/g, (whole, name, one, many) =>
    (one == null ? values[name] ?? whole : String(values[name]) === '1' ? one : many));
}

/** Whether the page has a text of its own for a key, such as the code of a row. */
export function has(key) {
  return en[key] !== undefined;
}

const numbers = new Intl.NumberFormat(language);
const oneDigit = new Intl.NumberFormat(language, { maximumFractionDigits: 1 });

export const number = value => numbers.format(value);

export function bytes(value) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${oneDigit.format(value)} ${units[unit]}`;
}

/** A duration in seconds or minutes and seconds. */
export function duration(millis) {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${oneDigit.format(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${Math.round(seconds % 60)} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const moments = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' });

export const moment = iso => (iso ? moments.format(new Date(iso)) : '');
