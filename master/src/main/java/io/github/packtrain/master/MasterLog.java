package io.github.packtrain.master;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.LoggerFactory;

/**
 * {@code logs/master.log}: one JSON object a line, so that no text of users can break a line;
 * bounded by rotation.
 */
final class MasterLog implements AutoCloseable {
  private static final long FILE_MAX_BYTES = 10L * 1024 * 1024;
  private static final int FILES = 5;

  /** Where logback logs while nobody has configured it. */
  private static final String UNCONFIGURED_CONSOLE = "console";

  private final @Nullable RollingFileAppender<ILoggingEvent> appender;

  private MasterLog(@Nullable RollingFileAppender<ILoggingEvent> appender) {
    this.appender = appender;
  }

  static MasterLog open(Path dataDir) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (!(factory instanceof LoggerContext context)) {
      return new MasterLog(null); // Embedded in a program that logs by itself.
    }
    Path file = dataDir.resolve("logs").resolve("master.log");
    RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
    appender.setContext(context);
    appender.setName(file.toString());
    appender.setFile(file.toString());
    JsonEncoder encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithFormattedMessage(true);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.start();
    appender.setEncoder(encoder);
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMaxIndex(FILES);
    rolling.start();
    appender.setRollingPolicy(rolling);
    SizeBasedTriggeringPolicy<ILoggingEvent> trigger = new SizeBasedTriggeringPolicy<>();
    trigger.setContext(context);
    trigger.setMaxFileSize(new FileSize(FILE_MAX_BYTES));
    trigger.start();
    appender.setTriggeringPolicy(trigger);
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAppender(UNCONFIGURED_CONSOLE);
    root.addAppender(appender);
    if (root.getLevel() == Level.DEBUG) {
      root.setLevel(Level.INFO);
    }
    return new MasterLog(appender);
  }

  @Override
  public void close() {
    if (appender != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(appender);
      appender.stop();
    }
  }
}
