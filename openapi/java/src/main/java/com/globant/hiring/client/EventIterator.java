package com.globant.hiring.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events of a load, over as many connections as needed. For one thread. */
final class EventIterator implements Iterator<LoadEvent> {
  private final ObjectMapper mapper;
  private final Supplier<InputStream> connection;
  private @Nullable BufferedReader lines;
  private @Nullable LoadEvent next;
  private boolean over;

  /**
   * @param connection opens a new stream of events
   */
  EventIterator(ObjectMapper mapper, Supplier<InputStream> connection) {
    this.mapper = mapper;
    this.connection = connection;
  }

  Stream<LoadEvent> stream() {
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL),
            false)
        .onClose(this::close);
  }

  @Override
  public boolean hasNext() {
    while (next == null && !over) {
      next = read();
    }
    return next != null;
  }

  @Override
  public LoadEvent next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    LoadEvent event = next;
    next = null;
    return event;
  }

  /** The next event; null if the connection ended before it. */
  private @Nullable LoadEvent read() {
    try {
      return read(opened());
    } catch (IOException lost) {
      disconnect();
      return null;
    }
  }

  private BufferedReader opened() {
    BufferedReader current = lines;
    if (current == null) {
      current = new BufferedReader(new InputStreamReader(connection.get(), StandardCharsets.UTF_8));
      lines = current;
    }
    return current;
  }

  private @Nullable LoadEvent read(BufferedReader reader) throws IOException {
    String name = "";
    StringBuilder data = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith("event:")) {
        name = line.substring("event:".length()).strip();
      } else if (line.startsWith("data:")) {
        data.append(line, "data:".length(), line.length());
      } else if (line.isEmpty() && !data.isEmpty()) {
        return event(name, data.toString());
      }
    }
    disconnect();
    return null;
  }

  private LoadEvent event(String name, String data) throws IOException {
    if (name.equals("closed")) {
      close();
      throw new ProblemException(mapper.readValue(data, Problem.class), true);
    }
    boolean ended = name.equals("ended");
    if (ended) {
      close();
    }
    return new LoadEvent(ended, mapper.readValue(data, Load.class));
  }

  private void disconnect() {
    BufferedReader current = lines;
    lines = null;
    if (current != null) {
      try {
        current.close();
      } catch (IOException alreadyBroken) {
        // Nothing is read from it any more.
      }
    }
  }

  private void close() {
    over = true;
    disconnect();
  }
}
