/** Bytes of a file: a path or a function that opens a stream (Node only), or a `Blob`. */
export type Source = string | URL | Blob | Uint8Array | (() => AsyncIterable<Uint8Array>);

/**
 * Learns how much has been sent.
 *
 * @param total size of the file in bytes; undefined if it is not known
 */
export type Progress = (sent: number, total: number | undefined) => void | Promise<void>;

export interface UploadRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  source: Source;
  progress?: Progress | undefined;
}

export interface Answer {
  status: number;
  retryAfter: string | null;
  text: string;
}

/** The connection failed before there was an answer. */
export class ConnectionLost extends Error {}

/** What fails here failed with the connection. */
export async function lost<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise;
  } catch (failure) {
    throw new ConnectionLost(String(failure), { cause: failure });
  }
}
