package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.program.Programs;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.testkit.Skips;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is proposed for a recording of which it is known what lies in it where. */
class FootageTest {
    @TempDir
    private Path folder;

    /** A kind's line of the table. */
    private record Line(String kind, int there, int found, int proposed, int wrong, double edge) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "| %s | %d | %d | %d | %d | %.2f |", kind, there, found, proposed, wrong, edge);
        }
    }

    @Test
    void whatMayBeCutIsProposedAndLittleElse() throws Exception {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE, Programs.VOICE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("cuts of a recording from elsewhere: there is no " + each.title());
            }
        }
        MadeFootage made = made(folder, Long.getLong("slipway.footage.seed", 5));
        Path file = made.write("meeting.mp4");
        FootageDesk desk =
                new FootageDesk(file, folder.resolve("to"), System.getenv(), new Cancellation(), Progress.NONE);
        CutList list = desk.list();
        assertThat(list.seconds()).isBetween(made.seconds() - 0.2, made.seconds() + 0.3);
        System.out.printf(
                Locale.ROOT,
                "%.0f s of footage%n| kind | there | found | proposed | of these wrong | edges off by at most (s) |%n",
                made.seconds());
        List<MadeFootage.Truth> truths = made.truths();
        hold(line("silence", truths, list.cuts()), 20, 0.8);
        hold(line("frozen", truths, list.cuts()), 20, 0.8);
        hold(line("repeat", truths, list.cuts()), 20, 0.8);
        hold(line("shown", truths, list.cuts()), 4, 4);
        hold(line("mark", truths, list.cuts()), 4, 0.8);
        assertThat(list.cuts()).allSatisfy(cut -> assertThat(cut.state()).isEqualTo(Cut.State.PROPOSED));
    }

    /** Twenty of each, and what looks like one: short pauses, a page that creeps, sentences that begin alike. */
    static MadeFootage made(Path folder, long seed) throws Exception {
        MadeFootage made = new MadeFootage(folder, seed);
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            made.turnPage().talk().silence(3 + random.nextDouble() * 1.5).talk();
            made.pause(1 + random.nextDouble() * 0.9);
            made.repeat(i % 2 == 0, 0.5 + random.nextDouble() * 1.2).pause(0.6);
            made.turnPage().talk().frozen(1);
            if (i % 4 == 0) {
                made.slow();
            } else if (i % 4 == 1) {
                made.similar();
            } else if (i % 4 == 2) {
                made.talk().dead(3.5).talk().mistake();
            } else if (i > 3) {
                made.shownAgain();
            }
        }
        return made.talk();
    }

    /** Nine of ten are found, and no more than one for ten is wrong; of a few, one may be. */
    private static void hold(Line line, int fewest, double edge) {
        System.out.println(line);
        assertThat(line.there()).as(line.kind()).isGreaterThanOrEqualTo(fewest);
        int slip = Math.max(1, line.there() / 10);
        assertThat(line.found()).as(line.kind()).isGreaterThanOrEqualTo(line.there() - slip);
        assertThat(line.wrong()).as(line.kind()).isLessThanOrEqualTo(slip);
        assertThat(line.edge()).as(line.kind()).isLessThan(edge);
    }

    /** What is only shown again is known by less than what is said again, so it has a line of its own. */
    private static String kind(Cut cut) {
        return cut.why().startsWith("The same is shown") ? "shown" : cut.kind().text();
    }

    private static Line line(String kind, List<MadeFootage.Truth> truths, List<Cut> cuts) {
        List<MadeFootage.Truth> there =
                truths.stream().filter(truth -> truth.kind().equals(kind)).toList();
        List<Cut> proposed = cuts.stream().filter(cut -> kind(cut).equals(kind)).toList();
        double edge = 0;
        int found = 0;
        for (MadeFootage.Truth truth : there) {
            for (Cut cut : proposed) {
                if (same(truth, cut)) {
                    found++;
                    edge = Math.max(
                            edge, Math.max(Math.abs(cut.from() - truth.from()), Math.abs(cut.to() - truth.to())));
                    break;
                }
            }
        }
        List<Cut> wrong = proposed.stream()
                .filter(cut -> there.stream().noneMatch(truth -> same(truth, cut)))
                .toList();
        wrong.forEach(cut -> System.out.println("wrong: " + cut));
        there.stream()
                .filter(truth -> proposed.stream().noneMatch(cut -> same(truth, cut)))
                .forEach(truth -> System.out.println("missed: " + truth));
        return new Line(kind, there.size(), found, proposed.size(), wrong.size(), edge);
    }

    /** What both have is more than two thirds of what they cover together. */
    private static boolean same(MadeFootage.Truth truth, Cut cut) {
        double common = cut.within(new Span(truth.from(), truth.to()));
        return common / (cut.seconds() + truth.to() - truth.from() - common) > 0.67;
    }
}
