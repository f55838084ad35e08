package com.globant.hiring.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Resources that a service uses, as seen by Linux and by its database.
 *
 * @param heap bytes that are used after a collection
 * @param connections to the database
 * @param transactions of them that are open
 * @param files in its directory for temporary files
 * @param descriptors of files and sockets
 */
record ServiceResources(
    long heap, long threads, long connections, long transactions, long files, long descriptors) {

  static ServiceResources of(ForkedService service, Path spool, Sql sql, String user) {
    long pid = service.process().pid();
    try {
      Process collection =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                  String.valueOf(pid),
                  "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      collection.waitFor(1, TimeUnit.MINUTES);
      return new ServiceResources(
          heap(service.server()),
          count(Path.of("/proc", String.valueOf(pid), "task")),
          number(sql, "information_schema.processlist WHERE user = '" + user + "'"),
          number(
              sql,
              "information_schema.innodb_trx t JOIN information_schema.processlist p"
                  + " ON p.id = t.trx_mysql_thread_id WHERE p.user = '"
                  + user
                  + "'"),
          Files.exists(spool) ? count(spool) : 0,
          count(Path.of("/proc", String.valueOf(pid), "fd")));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static long heap(HiringServer server) {
    return (long)
        Arrays.stream(server.get("/metrics").text().split("\n"))
            .filter(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\""))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  private static long number(Sql sql, String from) {
    return Long.parseLong(sql.rows("SELECT COUNT(*) FROM " + from).get(0));
  }

  private static long count(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.count();
    }
  }

  /** Whether it uses no more than before; the heap may differ a little. */
  boolean isWithin(ServiceResources before, long heapNoise) {
    return heap <= before.heap + heapNoise
        && threads <= before.threads
        && connections <= before.connections
        && transactions == 0
        && files == 0
        && descriptors <= before.descriptors;
  }
}
