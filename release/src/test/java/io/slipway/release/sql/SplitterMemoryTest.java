package io.slipway.release.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However long the script, no more of it is held than a piece. */
class SplitterMemoryTest {
    private static final int TIMES = 200_000;
    private static final int WINDOW = 1 << 18;

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void theWindowDoesNotGrowWithTheScript(Dialect dialect) {
        assertStaysSmall(dialect, "", "INSERT INTO t VALUES (1, 'some text'); -- and a comment\n/\nGO\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"COPY t FROM stdin;\n", "\\copy t from stdin\n"})
    void norWithTheRows(String copy) {
        assertStaysSmall(Dialect.POSTGRESQL, copy, "1\tsome text that a row may hold\n");
    }

    private static void assertStaysSmall(Dialect dialect, String head, String repeated) {
        ScriptSplitter splitter = (ScriptSplitter) Splitters.of(dialect, repeating(head, repeated));
        long length = 0;
        int largest = 0;
        while (splitter.hasNext()) {
            length += splitter.next().text().length();
            largest = Math.max(largest, splitter.in.chars.length);
        }
        assertThat(length).isEqualTo(head.length() + (long) TIMES * repeated.length());
        assertThat(largest).isLessThanOrEqualTo(WINDOW);
    }

    private static Reader repeating(String head, String repeated) {
        return new Reader() {
            private String current = head;
            private int index;
            private int left = TIMES;

            @Override
            public int read(char[] chars, int offset, int length) {
                while (index == current.length()) {
                    if (left-- == 0) {
                        return -1;
                    }
                    current = repeated;
                    index = 0;
                }
                int count = Math.min(length, current.length() - index);
                current.getChars(index, index + count, chars, offset);
                index += count;
                return count;
            }

            @Override
            public void close() {}
        };
    }
}
