package com.globant.hiring.cli;

import com.globant.hiring.client.Progress;
import com.globant.hiring.client.model.BulkRun;
import com.globant.hiring.client.model.FilesRead;
import com.globant.hiring.client.model.Load;
import com.globant.hiring.client.model.PartsWritten;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Shows how far a load is, on standard error. For any thread. */
final class ProgressDisplay implements Progress, AutoCloseable {
  /** How progress is shown. */
  enum Style {
    /** One line that is written again and again. */
    REDRAWN(Duration.ofMillis(200)),
    /** A line from time to time. */
    PLAIN(Duration.ofSeconds(5)),
    OFF(null);

    private final @Nullable Duration interval;

    Style(@Nullable Duration interval) {
      this.interval = interval;
    }
  }

  private static final int WIDTH = 79;

  private final String name;
  private final Style style;
  private final PrintWriter err;
  private long sent;
  private long total = -1;
  private long rows;
  private @Nullable String state;
  private long startedAt = System.nanoTime();
  private boolean closed;
  private int drawn;

  private ProgressDisplay(String name, Style style, PrintWriter err) {
    this.name = name;
    this.style = style;
    this.err = err;
  }

  static ProgressDisplay start(String name, Style style, PrintWriter err) {
    ProgressDisplay display = new ProgressDisplay(name, style, err);
    if (style.interval != null) {
      Thread thread = new Thread(() -> display.repeat(style.interval), "progress");
      thread.setDaemon(true);
      thread.start();
    }
    return display;
  }

  @Override
  public synchronized void sent(long bytes, long total) {
    if (bytes == 0) {
      startedAt = System.nanoTime();
      rows = 0;
    }
    this.sent = bytes;
    this.total = total;
  }

  /** The state of the load as the service sees it. */
  synchronized void running(Load load) {
    rows = load.getRows().getRead();
    if (load.getSource() != null) {
      state =
          String.format(
              Locale.ROOT,
              "%s  %s  %s, %,d rows  %s",
              name,
              stage(load),
              size(load.getBytes()),
              rows,
              time(load.getElapsedMs() / 1000.0));
    }
  }

  /** How far a load of files in S3 is: its phase and parts on a cluster, and its files. */
  static String stage(Load load) {
    List<String> stage = new ArrayList<>();
    BulkRun run = load.getRun();
    if (run != null && run.getPhase() != null) {
      stage.add(run.getPhase());
      if (run.getParts() != null) {
        PartsWritten parts = run.getParts();
        stage.add(
            String.format(Locale.ROOT, "%,d of %,d parts", parts.getDone(), parts.getTotal()));
      }
    }
    FilesRead files = load.getFiles();
    if (files != null) {
      stage.add(String.format(Locale.ROOT, "%,d of %,d files", files.getDone(), files.getTotal()));
    }
    return String.join(", ", stage);
  }

  /** Prints a line of its own. */
  synchronized void say(String message) {
    erase();
    err.println("hiring: " + message);
    err.flush();
  }

  private synchronized void repeat(Duration interval) {
    try {
      while (!closed) {
        wait(interval.toMillis());
        if (!closed && (total >= 0 || state != null)) {
          show();
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void show() {
    String line =
        state == null
            ? line(name, sent, total, rows, (System.nanoTime() - startedAt) / 1e9)
            : state;
    if (style == Style.PLAIN) {
      err.println("hiring: " + line);
    } else {
      String shown = line.length() > WIDTH ? line.substring(0, WIDTH) : line;
      err.print('\r' + shown + " ".repeat(Math.max(0, drawn - shown.length())));
      drawn = shown.length();
    }
    err.flush();
  }

  static String line(String name, long sent, long total, long rows, double seconds) {
    double rate = seconds > 0 ? sent / seconds : 0;
    String left =
        sent >= total
            ? "all sent, waiting for the commit"
            : rate == 0 ? "" : time((total - sent) / rate) + " left";
    return String.format(
            Locale.ROOT,
            "%s  %3d %%  %s of %s%s  %s/s  %s",
            name,
            total == 0 ? 100 : 100 * sent / total,
            size(sent),
            size(total),
            rows > 0 ? String.format(Locale.ROOT, "  %,d rows", rows) : "",
            size((long) rate),
            left)
        .strip();
  }

  /** In decimal units, with three digits. */
  static String size(long bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    double value = bytes;
    int unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit > 0 && value < 99.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  }

  static String time(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    return whole < 3600
        ? "%d min %02d s".formatted(whole / 60, whole % 60)
        : "%d h %02d min".formatted(whole / 3600, whole % 3600 / 60);
  }

  private void erase() {
    if (drawn > 0) {
      err.print('\r' + " ".repeat(drawn) + '\r');
      err.flush();
      drawn = 0;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    erase();
  }
}
