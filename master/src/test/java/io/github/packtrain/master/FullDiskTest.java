package io.github.packtrain.master;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.packtrain.master.shell.Shell;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A real small file system that runs full under a running master (needs the right to mount). */
final class FullDiskTest {
  private static final int CYCLES = 3;
  private static final int MANY_CYCLES = 20;
  @TempDir Path mount;

  @Test
  void newWorkIsRefusedRunningWorkIsRecordedAndAllHeals() throws Exception {
    cycles(CYCLES);
  }

  @Test
  @Tag("swarm")
  void manyTimes() throws Exception {
    cycles(MANY_CYCLES);
  }

  private void cycles(int count) throws Exception {
    Optional<FullDisk> mounted = FullDisk.mount(mount);
    assumeTrue(mounted.isPresent());
    try (FullDisk disk = mounted.get()) {
      long longest = 0;
      try (TestMaster master = disk.start()) {
        FakeWorker worker = master.worker("w1");
        for (int i = 0; i < count; i++) {
          longest = Math.max(longest, disk.cycle(master, worker));
        }
        disk.requireAll(master);
      }
      try (TestMaster again = disk.start()) {
        disk.requireAll(again);
      }
      System.out.printf(
          "%d times full and freed: new work taken at the latest %d ms after there was space%n",
          count, longest);
    }
  }

  @Test
  void aMasterThatWaitsForSpaceEndsWhenItIsTold() throws Exception {
    Optional<FullDisk> mounted = FullDisk.mount(mount);
    assumeTrue(mounted.isPresent());
    Logger log = (Logger) LoggerFactory.getLogger(Shell.class);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    log.addAppender(lines);
    try (FullDisk disk = mounted.get()) {
      try (TestMaster master = disk.start()) {
        disk.fillUntilHeld(master);
      }
      assertThat(lines.list)
          .extracting(ILoggingEvent::getFormattedMessage)
          .noneMatch(line -> line.contains("does not end"));
      disk.free();
      try (TestMaster again = disk.start()) {
        disk.requireAll(again);
      }
    } finally {
      log.detachAppender(lines);
    }
  }
}
