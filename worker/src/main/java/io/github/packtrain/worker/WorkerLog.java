package io.github.packtrain.worker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/**
 * The worker process's log: {@code worker.log} in its directory, bounded, nothing on the console.
 */
final class WorkerLog {
  private static final long FILE_MAX_BYTES = 10L << 20;

  private WorkerLog() {}

  static void open(Path directory) {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return; // Embedded in a program that logs by itself.
    }
    context.reset();
    Path file = directory.resolve("worker.log");
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setFile(file.toString());
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    // Control characters of what others said are replaced, so that nobody can forge a line.
    encoder.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSS} %-5level %logger{0}: %replace(%msg){'\\p{Cntrl}', ' '}%n");
    encoder.start();
    appender.setEncoder(encoder);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMaxIndex(2);
    rolling.start();
    appender.setRollingPolicy(rolling);
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(FILE_MAX_BYTES));
    trigger.start();
    appender.setTriggeringPolicy(trigger);
    appender.start();
    context.getLogger("ROOT").addAppender(appender);
    context.getLogger("ROOT").setLevel(Level.WARN);
    context.getLogger("io.github.packtrain").setLevel(Level.INFO);
  }
}
