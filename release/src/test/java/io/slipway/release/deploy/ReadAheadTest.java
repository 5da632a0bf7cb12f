package io.slipway.release.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.artifact.Change;
import io.slipway.release.execute.ScriptSource;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.script.Kind;
import io.slipway.release.script.ScriptText;
import io.slipway.release.sql.Dialect;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReadAheadTest {
    private static final byte[] SCRIPT = "CREATE TABLE t (i int);".getBytes(StandardCharsets.UTF_8);
    private final SmallScripts scripts = new SmallScripts(Dialect.POSTGRESQL);
    private final List<Integer> opened = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch mayBeRead = new CountDownLatch(1);

    private List<ChangeTask> tasks(int count) {
        return IntStream.range(0, count).mapToObj(this::task).toList();
    }

    private ChangeTask task(int number) {
        ScriptText text = new ScriptText() {
            @Override
            public InputStream open() {
                opened.add(number);
                first.countDown();
                awaitReading();
                return new ByteArrayInputStream(SCRIPT);
            }

            @Override
            public long size() {
                return SCRIPT.length;
            }
        };
        return new ChangeTask(
                change(number),
                new ScriptSource("ddl/" + number + ".sql", text, List.of(), Map.of()),
                HistoryEvent.APPLIED,
                true,
                Optional.empty());
    }

    private void awaitReading() {
        try {
            mayBeRead.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Change change(int number) {
        return new Change(
                "ddl/" + number + ".sql",
                "ddl/" + number + ".sql",
                Kind.DDL,
                false,
                "%064x".formatted(number),
                "%064x".formatted(number),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                true,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                1,
                Optional.empty(),
                List.of());
    }

    @Test
    void whatItReadIsNotReadAgain() {
        mayBeRead.countDown();
        List<ChangeTask> tasks = tasks(3);
        ReadAhead ahead = ReadAhead.of(scripts, tasks);
        while (opened.size() < 3) {
            Thread.onSpinWait();
        }
        ahead.close();

        assertThat(tasks)
                .allSatisfy(task -> assertThat(scripts.statements(task)).isPresent());
        assertThat(opened).containsExactly(0, 1, 2);
    }

    @Test
    void closingWaitsForTheScriptThatIsBeingReadAndNoFurtherOneIsOpened() throws InterruptedException {
        ReadAhead ahead = ReadAhead.of(scripts, tasks(3));
        first.await();
        Thread closing = new Thread(ahead::close, "closing");
        closing.start();
        while (closing.getState() != Thread.State.WAITING) {
            assertThat(closing.isAlive()).isTrue();
            Thread.onSpinWait();
        }
        mayBeRead.countDown();
        closing.join();

        assertThat(opened).containsExactly(0);
    }

    @Test
    void nothingAheadIsNothingToCloseOver() {
        ReadAhead.of(scripts, List.of()).close();

        assertThat(opened).isEmpty();
    }
}
