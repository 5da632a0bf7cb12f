package io.slipway.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTest {
    @Test
    void aSpreadsheetRunsNothingOfIt() {
        assertThat(Csv.line(List.of("=HYPERLINK(\"http://x\")", "+1"))
                        + Csv.line(List.of("@SUM(A1)", "-2"))
                        + Csv.line(List.of("a,b", "two\nlines")))
                .isEqualTo("\"'=HYPERLINK(\"\"http://x\"\")\",'+1\r\n'@SUM(A1),'-2\r\n\"a,b\",\"two\nlines\"\r\n");
    }
}
