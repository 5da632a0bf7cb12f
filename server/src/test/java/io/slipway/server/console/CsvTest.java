package io.slipway.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void aSpreadsheetRunsNothingOfIt() {
        Csv csv = new Csv(List.of("who", "why"));
        csv.row(List.of("=HYPERLINK(\"http://x\")", "+1"));
        csv.row(List.of("@SUM(A1)", "-2"));
        csv.row(List.of("a,b", "two\nlines"));
        assertThat(csv.toString())
                .isEqualTo(
                        "who,why\r\n\"'=HYPERLINK(\"\"http://x\"\")\",'+1\r\n'@SUM(A1),'-2\r\n\"a,b\",\"two\nlines\"\r\n");
    }
}
