package io.github.packtrain.bench.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.packtrain.bench.cluster.MasterCalls;
import io.github.packtrain.core.plan.place.PlacementChoice;
import io.github.packtrain.master.Master;
import io.github.packtrain.master.MasterOptions;
import io.github.packtrain.master.shell.ShellOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.logging.Handler;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Hostile bytes at both doors of a real master: it goes on serving others meanwhile and afterwards,
 * and keeps no memory of it.
 */
class HostileBytesIT {
  private static final int ROUNDS = 3;
  private static final int SLOW_CONNECTIONS = 200;
  private static final int RESETS = 20_000;
  private static final long MEMORY_SLACK_BYTES = 10 << 20;
  private static final int OK = 200;
  private static final int LOG_LINES_MAX = 50;
  private static final int PATIENCE_MILLIS = 20_000;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /** POST http / with an authority, by HPACK's static table and one literal. */
  private static final byte[] HEADERS = {(byte) 0x83, (byte) 0x86, (byte) 0x84, 0x01, 0x01, 'x'};

  @TempDir Path temp;
  private Master master;

  @BeforeEach
  void start() throws Exception {
    master =
        Master.start(
            MasterOptions.of(temp.resolve("data"))
                .withPorts(0, 0)
                .withShell(ShellOptions.of(1_000, 10_000, PlacementChoice.BEST_FIT)));
  }

  @AfterEach
  void stop() {
    master.close();
  }

  /** An attacker does not fill the disk with our log: no stack, a handful of lines. */
  @Test
  void theLogStaysShort() throws Exception {
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Handler jdk = new StreamHandler(said, new SimpleFormatter());
    java.util.logging.Logger root = java.util.logging.Logger.getLogger("");
    root.addHandler(jdk);
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    try {
      attackAll();
      master.close(); // Says how many there were.
    } finally {
      System.setErr(err);
      root.removeHandler(jdk);
      jdk.flush();
    }
    String lines = said.toString(StandardCharsets.UTF_8);
    Path log = temp.resolve("data").resolve("logs").resolve("master.log");
    lines += Files.exists(log) ? Files.readString(log) : "";
    assertThat(lines).doesNotContain("\tat ");
    assertThat(lines.lines().count()).isLessThan(LOG_LINES_MAX);
    assertThat(lines).contains("broke the protocol");
  }

  @Test
  void othersAreServedAndTheMemoryComesBack() throws Exception {
    attackAll();
    long before = usedBytes();
    for (int round = 0; round < ROUNDS; round++) {
      attackAll();
    }
    assertThat(usedBytes() - before).isLessThan(MEMORY_SLACK_BYTES);
  }

  private void attackAll() throws Exception {
    for (int port : new int[] {master.httpPort(), master.grpcPort()}) {
      send(port, "GET / HTTP/1.1\r\nHost: x\r\nA: " + "a".repeat(1 << 20) + "\r\n\r\n");
      send(port, "GET / HTTP/1.1\r\nHost: x\r\n" + "B: b\r\n".repeat(100_000) + "\r\n");
      send(port, "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: 9999999999\r\n\r\n{");
      send(port, "POST /v1/jobs HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n{");
      send(port, "GET /" + "x/".repeat(1 << 19) + " HTTP/1.1\r\n\r\n");
      noise(port);
      served();
      slow(port);
      served();
    }
    resetFlood();
    headerBomb();
    served();
  }

  /** Whoever else asks is answered, at both doors. */
  private void served() throws IOException {
    HttpURLConnection probe =
        (HttpURLConnection) URI.create(master.httpUrl() + "/healthz").toURL().openConnection();
    probe.setReadTimeout(PATIENCE_MILLIS);
    assertThat(probe.getResponseCode()).isEqualTo(OK);
    try (MasterCalls calls = new MasterCalls(master.grpcPort(), temp.resolve("data"))) {
      assertThat(calls.workers()).isEmpty();
    }
  }

  private void noise(int port) throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 100; i++) {
      byte[] bytes = new byte[1 + random.nextInt(2_000)];
      random.nextBytes(bytes);
      send(port, bytes);
      byte[] afterPreface = new byte[PREFACE.length + bytes.length];
      System.arraycopy(PREFACE, 0, afterPreface, 0, PREFACE.length);
      System.arraycopy(bytes, 0, afterPreface, PREFACE.length, bytes.length);
      send(port, afterPreface);
    }
  }

  /** Many connections that never finish what they begin; others are served while they stand. */
  private void slow(int port) throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW_CONNECTIONS; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(socket);
        socket.getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
      }
      served();
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  /** Streams that are opened and reset at once. */
  private void resetFlood() throws IOException {
    ByteArrayOutputStream bytes = begun();
    for (int i = 0; i < RESETS; i++) {
      frame(bytes, 1, 4, 2 * i + 1, HEADERS);
      frame(bytes, 3, 0, 2 * i + 1, new byte[] {0, 0, 0, 8});
    }
    send(master.grpcPort(), bytes.toByteArray());
  }

  /** A header block that never ends. */
  private void headerBomb() throws IOException {
    ByteArrayOutputStream bytes = begun();
    frame(bytes, 1, 0, 1, HEADERS);
    byte[] more = new byte[16_000];
    for (int i = 0; i < 1_000; i++) {
      frame(bytes, 9, 0, 1, more);
    }
    send(master.grpcPort(), bytes.toByteArray());
  }

  private static ByteArrayOutputStream begun() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(PREFACE);
    frame(bytes, 4, 0, 0, new byte[0]);
    return bytes;
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.write(stream >> shift);
    }
    out.writeBytes(payload);
  }

  private static void send(int port, String text) throws IOException {
    send(port, text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends as much as the other side takes, and hangs up. */
  private static void send(int port, byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    } catch (IOException hungUp) {
      return; // it had enough, which is its right
    }
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
