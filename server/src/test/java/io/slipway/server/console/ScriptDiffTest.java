package io.slipway.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScriptDiffTest {
    @Test
    void showsWhatWasTakenAndWhatCame() {
        assertThat(ScriptDiff.of("CREATE VIEW v AS\nSELECT a\nFROM t;\n", "CREATE VIEW v AS\nSELECT a, b\nFROM t;\n"))
                .extracting(line -> line.mark() + line.text())
                .containsExactly("@@ -1,3 +1,3 @@", " CREATE VIEW v AS", "-SELECT a", "+SELECT a, b", " FROM t;");
    }

    @Test
    void anEmptyLineIsALineToo() {
        assertThat(ScriptDiff.of("a\n", "a\n\nb\n"))
                .extracting(line -> line.mark() + line.text())
                .contains("+", "+b");
    }

    @Test
    void sameTextsDifferInNothing() {
        assertThat(ScriptDiff.of("a\n", "a\n")).isEmpty();
    }
}
