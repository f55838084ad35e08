package com.globant.hiring.application.body;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A body of a given text, which records whether it was opened and abandoned. */
public final class TextBody implements Body {
  private final String text;
  private final @Nullable HeaderLine header;
  private volatile boolean opened;
  private volatile boolean abandoned;

  public TextBody(String text) {
    this(text, null);
  }

  public TextBody(String text, @Nullable HeaderLine header) {
    this.text = text;
    this.header = header;
  }

  public boolean opened() {
    return opened;
  }

  public boolean abandoned() {
    return abandoned;
  }

  @Override
  public Opened open() {
    opened = true;
    return new Opened(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        BodyFormat.CSV,
        StandardCharsets.UTF_8,
        header,
        null);
  }

  @Override
  public void abandon() {
    abandoned = true;
  }
}
