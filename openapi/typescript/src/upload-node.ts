import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { once } from 'node:events';
import { ConnectionLost, type Answer, type Source, type UploadRequest } from './upload.js';

async function opened(
  source: Source,
): Promise<{ size: number | undefined; chunks: AsyncIterable<Uint8Array> }> {
  if (typeof source === 'string' || source instanceof URL) {
    const { size } = await stat(source);
    return { size, chunks: createReadStream(source, { highWaterMark: 64 * 1024 }) };
  }
  if (source instanceof Blob) {
    return { size: source.size, chunks: source.stream() as AsyncIterable<Uint8Array> };
  }
  if (source instanceof Uint8Array) {
    return { size: source.byteLength, chunks: (async function* () { yield source; })() };
  }
  return { size: undefined, chunks: source() };
}

/** Sends a body by `node:http`, since `fetch` holds whole bodies in memory. */
export async function upload(upload: UploadRequest): Promise<Answer> {
  const { size, chunks } = await opened(upload.source);
  const url = new URL(upload.url);
  const headers = { ...upload.headers, ...(size === undefined ? {} : { 'Content-Length': `${size}` }) };
  const outgoing = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
    method: upload.method,
    headers,
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.once('close', () => reject(new Error('the connection was closed')));
  });
  answered.catch(() => {});
  let over = false;
  const ended = answered.then(
    () => { over = true; },
    () => { over = true; },
  );
  try {
    let sent = 0;
    await upload.progress?.(0, size);
    for await (const chunk of chunks) {
      if (over) break;
      if (!outgoing.write(chunk)) {
        await Promise.race([once(outgoing, 'drain').catch(() => {}), ended]);
      }
      sent += chunk.byteLength;
      await upload.progress?.(sent, size);
    }
    if (!over) outgoing.end();
    const response = await answered;
    let text = '';
    response.setEncoding('utf8');
    for await (const part of response) text += part;
    return {
      status: response.statusCode ?? 0,
      retryAfter: response.headers['retry-after'] ?? null,
      text,
    };
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).syscall === 'open' || (failure as NodeJS.ErrnoException).syscall === 'stat') {
      throw failure;
    }
    throw new ConnectionLost(String(failure), { cause: failure });
  } finally {
    if (!outgoing.writableFinished) outgoing.destroy();
  }
}
