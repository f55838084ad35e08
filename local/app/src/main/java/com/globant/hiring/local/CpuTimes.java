package com.globant.hiring.local;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** CPU time of this process and of those that it started, as far as the system tells it. */
final class CpuTimes {
  private final Map<Long, Times> children = new HashMap<>();
  private final Duration begun = own();

  private record Times(boolean database, Duration first, Duration last) {}

  /** In seconds. */
  record Spent(double spark, double database, double service) {}

  /** Nothing is counted for children that are there before the first sample. */
  CpuTimes() {
    sample();
  }

  /** To be called again and again: a process that has ended has no times any more. */
  void sample() {
    ProcessHandle.current()
        .descendants()
        .forEach(
            child ->
                child
                    .info()
                    .totalCpuDuration()
                    .ifPresent(
                        spent ->
                            children.merge(
                                child.pid(),
                                new Times(isDatabase(child), spent, spent),
                                (known, now) ->
                                    new Times(known.database(), known.first(), now.last()))));
  }

  private static boolean isDatabase(ProcessHandle process) {
    return process.info().command().filter(command -> command.contains("maria")).isPresent();
  }

  Spent spent() {
    sample();
    return new Spent(children(false), children(true), own().minus(begun).toMillis() / 1000.0);
  }

  /** A process that began later has spent all of its time since. */
  private double children(boolean database) {
    return children.values().stream()
            .filter(times -> times.database() == database)
            .mapToLong(
                times -> (database ? times.last().minus(times.first()) : times.last()).toMillis())
            .sum()
        / 1000.0;
  }

  private static Duration own() {
    return Duration.ofNanos(
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime());
  }
}
