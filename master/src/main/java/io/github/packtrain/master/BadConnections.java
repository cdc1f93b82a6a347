package io.github.packtrain.master;

import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that break the protocol are the world's doing, and anybody can make as many as he
 * likes: gRPC would log each with its stack. Here each is a line at debug level, and all of a
 * minute are one warning.
 */
final class BadConnections implements Filter, AutoCloseable {
  static final long REPORT_SECONDS = 60;
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(BadConnections.class);

  /** Held, because the logging of the JDK forgets a logger that nobody holds. */
  private final Logger transport =
      Logger.getLogger("io.grpc.netty.NettyServerTransport.connections");

  private final LongAdder count = new LongAdder();
  private volatile String last = "";

  /** Takes the transport's lines from now on. */
  BadConnections() {
    transport.setFilter(this);
  }

  @Override
  public boolean isLoggable(LogRecord line) {
    Throwable thrown = line.getThrown();
    if (thrown == null) {
      return true;
    }
    count.increment();
    last = thrown.toString().lines().findFirst().orElse("");
    LOG.debug("{}: {}", line.getMessage(), last);
    return false;
  }

  /** Says how many there were since the last call; nothing when there were none. */
  void report() {
    long now = count.sumThenReset();
    if (now > 0) {
      LOG.warn("{} connections of clients or workers broke the protocol, the last: {}", now, last);
    }
  }

  /** Leaves the lines to gRPC again. */
  @Override
  public void close() {
    report();
    if (transport.getFilter() == this) {
      transport.setFilter(null);
    }
  }
}
