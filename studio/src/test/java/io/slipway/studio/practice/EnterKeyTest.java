package io.slipway.studio.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.execute.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who presses Enter: a person, a program without end, or nobody. */
@Timeout(60)
class EnterKeyTest {
    private final Cancellation cancellation = new Cancellation();

    /** As {@code yes ''} gives them: read as far as they are needed. */
    @Test
    void whatNeverEndsIsNotReadToItsEnd() throws Exception {
        AtomicLong given = new AtomicLong();
        EnterKey enter = new EnterKey(new InputStream() {
            @Override
            public int read() {
                given.incrementAndGet();
                return '\n';
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                java.util.Arrays.fill(bytes, from, from + length, (byte) '\n');
                given.addAndGet(length);
                return length;
            }
        });
        for (int i = 0; i < 1_000; i++) {
            enter.await(cancellation);
        }
        Thread.sleep(300);
        long read = given.get();
        Thread.sleep(300);
        assertThat(given.get()).isEqualTo(read).isLessThan(100_000);
    }

    @Test
    void atTheEndOfTheInputNothingIsWaitedFor() {
        EnterKey enter = new EnterKey(new ByteArrayInputStream("\n".getBytes(StandardCharsets.US_ASCII)));
        for (int i = 0; i < 3; i++) {
            enter.await(cancellation);
        }
    }

    @Test
    void whoeverStopsNeedNotPressIt() throws Exception {
        java.io.PipedInputStream open = new java.io.PipedInputStream(new java.io.PipedOutputStream());
        EnterKey enter = new EnterKey(open);
        cancellation.cancel();
        assertThatThrownBy(() -> enter.await(cancellation)).hasMessageContaining("cancelled");
    }
}
