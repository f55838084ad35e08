package com.globant.hiring.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.spi.metrics.PoolMetrics;
import io.vertx.core.spi.metrics.VertxMetrics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures the connection pools of the database, and nothing else of Vert.x. */
final class PoolMeters implements VertxMetrics {
  private static final String DATABASE_POOL = "sql";

  private final MeterRegistry registry;

  PoolMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public @Nullable PoolMetrics<?> createPoolMetrics(String type, String name, int size) {
    return type.equals(DATABASE_POOL) ? new Use(registry, name, size) : null;
  }

  /** The use of one pool. The timers that the driver asks for are not needed. */
  private static final class Use implements PoolMetrics<Object> {
    private static final Object NO_TIMER = new Object();

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger inUse = new AtomicInteger();

    Use(MeterRegistry registry, String pool, int size) {
      gauge(registry, "hiring.database.waiting", "Waiting for a connection", pool, waiting::get);
      gauge(registry, "hiring.database.in.use", "Connections in use", pool, inUse::get);
      gauge(registry, "hiring.database.limit", "Most connections at a time", pool, () -> size);
    }

    private static void gauge(
        MeterRegistry registry,
        String name,
        String description,
        String pool,
        Supplier<Number> value) {
      Gauge.builder(name, value)
          .description(description)
          .baseUnit("connections")
          .tags(Tags.of("pool", pool))
          .register(registry);
    }

    @Override
    public Object submitted() {
      waiting.incrementAndGet();
      return NO_TIMER;
    }

    @Override
    public Object begin(Object timer) {
      waiting.decrementAndGet();
      inUse.incrementAndGet();
      return NO_TIMER;
    }

    @Override
    public void rejected(Object timer) {
      waiting.decrementAndGet();
    }

    @Override
    public void end(Object timer, boolean succeeded) {
      inUse.decrementAndGet();
    }
  }
}
