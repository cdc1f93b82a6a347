package io.github.packtrain.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({
    "90s, 90000",
    "5m, 300000",
    "2h, 7200000",
    "1h30m, 5400000",
    "1d12h, 129600000",
    "250ms, 250",
    "1.5s, 1500",
    "01:30:00, 5400000",
    "0s, 0"
  })
  void readsDurations(String text, long millis) {
    assertThat(Quantities.parseMillis(text)).hasValue(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "90", "s", "5 m", "1h30", "-5s", "1h-5m", "5m!", "99999999999999999999d"})
  void refusesWhatIsNoDuration(String text) {
    assertThat(Quantities.parseMillis(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "16GB, 16000000000",
    "16GiB, 17179869184",
    "512MB, 512000000",
    "1.5kB, 1500",
    "10B, 10",
    "2TiB, 2199023255552",
    "8 GB, 8000000000"
  })
  void readsSizes(String text, long bytes) {
    assertThat(Quantities.parseBytes(text)).hasValue(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "16", "16G", "GB", "-1GB", "1EB"})
  void refusesWhatIsNoSize(String text) {
    assertThat(Quantities.parseBytes(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"4, 4000", "0.5, 500", "500m, 500", "1.25, 1250", "0, 0"})
  void readsProcessors(String text, int milli) {
    assertThat(Quantities.parseMilli(text)).hasValue(milli);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "m", "0.0005", "1.5m", "-1", "99999999999"})
  void refusesWhatIsNoNumberOfProcessors(String text) {
    assertThat(Quantities.parseMilli(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0ms",
    "999, 999ms",
    "1500, 1.5s",
    "12300, 12s",
    "252000, 4m12s",
    "1860000, 31m",
    "7800000, 2h10m",
    "259200000, 3d",
    "7200000, 2h",
    "-1, -"
  })
  void writesDurations(long millis, String text) {
    assertThat(Quantities.duration(millis)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0B",
    "999, 999B",
    "80000000000, 80GB",
    "1500000000000, 1.5TB",
    "17179869184, 17.2GB",
    "999960, 1MB"
  })
  void writesSizes(long bytes, String text) {
    assertThat(Quantities.bytes(bytes)).isEqualTo(text);
  }

  @Test
  void readsRequestsForGpus() {
    assertThat(GpuText.parse("2")).contains(new GpuText(2, 1000, java.util.List.of()));
    assertThat(GpuText.parse("0.5")).contains(new GpuText(1, 500, java.util.List.of()));
    assertThat(GpuText.parse("A100")).contains(new GpuText(1, 1000, java.util.List.of("A100")));
    assertThat(GpuText.parse("A100-80GB,H100:4"))
        .contains(new GpuText(4, 1000, java.util.List.of("A100-80GB", "H100")));
    assertThat(GpuText.parse("L4:0.25")).contains(new GpuText(1, 250, java.util.List.of("L4")));
    for (String none :
        new String[] {"", "0", "1.5", "-1", "A100:", ":2", "A100:x", "500m", "2000"}) {
      assertThat(GpuText.parse(none)).as(none).isEqualTo(Optional.empty());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"1-4|1 2 3 4", "0-10:5|0 5 10", "1,3,5-6|1 3 5 6", "1_000-1_001|1000 1001", "7|7"})
  void readsRanges(String text, String numbers) {
    long[] expected =
        java.util.Arrays.stream(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
    assertThat(IntegerRanges.parse(text).orElseThrow()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "4-1", "1-", "1-4:0", "1,,2", "1-99999999999", "-3"})
  void refusesWhatIsNoRange(String text) {
    assertThat(IntegerRanges.parse(text)).isEmpty();
  }
}
