import { ConnectionLost, type Answer, type UploadRequest } from './upload.js';

/** Sends a body by `XMLHttpRequest`, which streams files and reports progress. */
export function upload(upload: UploadRequest): Promise<Answer> {
  const { source } = upload;
  if (!(source instanceof Blob) && !(source instanceof Uint8Array)) {
    throw new TypeError('browsers send files and blobs only');
  }
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(upload.method, upload.url);
    for (const [name, value] of Object.entries(upload.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) =>
      void upload.progress?.(event.loaded, event.lengthComputable ? event.total : undefined);
    request.onload = () =>
      resolve({
        status: request.status,
        retryAfter: request.getResponseHeader('Retry-After'),
        text: request.responseText,
      });
    request.onerror = () => reject(new ConnectionLost('the connection failed'));
    request.onabort = () => reject(new ConnectionLost('the request was aborted'));
    request.send(source as XMLHttpRequestBodyInit);
  });
}
