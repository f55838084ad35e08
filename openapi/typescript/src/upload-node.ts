import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { HiringError } from './errors.js';
import { lost, type Answer, type Source, type UploadRequest } from './upload.js';

const CHUNK = 64 * 1024;

interface Body {
  size: number | undefined;
  open: () => AsyncIterable<Uint8Array>;
}

async function body(source: Source): Promise<Body> {
  if (typeof source === 'string' || source instanceof URL) {
    const file = await stat(source);
    if (!file.isFile()) {
      throw new HiringError(
        `${source} is not a regular file, so it could not be sent again; give a function that opens it`,
      );
    }
    return { size: file.size, open: () => createReadStream(source, { highWaterMark: CHUNK }) };
  }
  if (source instanceof Blob) {
    return { size: source.size, open: () => source.stream() as AsyncIterable<Uint8Array> };
  }
  if (source instanceof Uint8Array) {
    return {
      size: source.byteLength,
      open: async function* () {
        yield source;
      },
    };
  }
  return { size: undefined, open: source };
}

/** Sends a body by `node:http`, since `fetch` holds whole bodies in memory. */
export async function upload(upload: UploadRequest): Promise<Answer> {
  const { size, open } = await body(upload.source);
  const url = new URL(upload.url);
  const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: upload.method,
    headers: size === undefined ? upload.headers : { ...upload.headers, 'Content-Length': size },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.on('error', reject);
    outgoing.once('close', () => reject(new Error('the connection was closed')));
  });
  // The service may answer, and the connection may be lost, before all is sent.
  let over = false;
  const end = () => {
    over = true;
  };
  const ended = answered.then(end, end);
  try {
    let sent = 0;
    await upload.progress?.(0, size);
    for await (const chunk of open()) {
      if (over) break;
      if (!outgoing.write(chunk)) {
        await Promise.race([once(outgoing, 'drain').catch(end), ended]);
      }
      sent += chunk.byteLength;
      await upload.progress?.(sent, size);
    }
    if (!over) outgoing.end();
    const response = await lost(answered);
    return {
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'] ?? null,
      text: await lost(text(response)),
    };
  } finally {
    if (!outgoing.writableFinished) outgoing.destroy();
  }
}

async function text(response: IncomingMessage): Promise<string> {
  let all = '';
  response.setEncoding('utf8');
  for await (const part of response) all += part;
  return all;
}
