package io.slipway.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ScriptWordsTest {
    @Test
    void aPathIsFoundFromEachOfItsWordsOn() {
        assertThat(ScriptWords.of("ddl/005_Vip-Kunde2.sql"))
                .containsExactly(
                        "ddl/005_vip-kunde2.sql", "005_vip-kunde2.sql", "vip-kunde2.sql", "kunde2.sql", "2.sql", "sql");
        assertThat(ScriptWords.of("/".repeat(40))).isEmpty();
        assertThat(ScriptWords.of("a/".repeat(100))).hasSize(16);
    }

    @Test
    void allThatBeginsWithATextComesBeforeWhatIsAfterIt() {
        for (String text : new String[] {"a", "zz", "größe", "名"}) {
            byte[] after = ScriptWords.after(text);
            assertThat(Arrays.compareUnsigned(ScriptWords.bytes(text + "\uFFFF"), after))
                    .isNegative();
            assertThat(Arrays.compareUnsigned(ScriptWords.bytes(text), after)).isNegative();
        }
    }
}
