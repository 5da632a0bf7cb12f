package io.slipway.studio.footage;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.program.Programs;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.studio.recording.Recording;
import io.slipway.testkit.Skips;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Cuts land where they were set. Each frame of the footage carries its number as bars that a program reads, and the sound
 * has a short beep at each half second, so that it is measured what was cut, not what was meant to be.
 */
class RenderingTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int BITS = 12;
    private static final int SOUND_RATE = 16_000;
    private static final double SECONDS = 60;

    @TempDir
    private Path folder;

    @BeforeAll
    static void programs() {
        for (Programs each : List.of(Programs.FFMPEG, Programs.FFPROBE)) {
            if (each.find(System.getenv()).isEmpty()) {
                Skips.outLoud("cuts of a recording from elsewhere: there is no " + each.title());
            }
        }
    }

    @Test
    void acceptedCutsLandWhereTheyWereSetAndOnlyThose() throws Exception {
        Path file = numbered(30, false);
        CutList list = decide(file);
        Recording recording = desk(file).render(Clock.systemUTC());
        measure(list, recording, 30);

        Path to = folder.resolve("to");
        assertThat(recording.source()).contains("numbered.mp4");
        assertThat(recording.leftOut()).hasSize(19);
        assertThat(recording.leftOut().get(18).why()).isEqualTo("0:51.9 to 0:53.7 of numbered.mp4, by-hand; by-hand");
        assertThat(recording.seconds()
                        + recording.leftOut().stream()
                                .mapToDouble(Recording.LeftOut::seconds)
                                .sum())
                .as("what is left and what is listed, to a frame per cut")
                .isBetween(list.seconds() - 19 * 0.04, list.seconds() + 19 * 0.04);
        assertThat(recording.chapters()).hasSize(3);
        int clips = 0;
        for (Recording.Chapter chapter : recording.chapters()) {
            clips += frames(to.resolve(chapter.clip()));
        }
        assertThat(clips).isEqualTo(recording.frames());
        assertThat(frames(to.resolve("film.mp4"))).isEqualTo(recording.frames());
        assertThat(frames(to.resolve("film.webm"))).isEqualTo(recording.frames());
        String page = Files.readString(to.resolve("watch.html"));
        assertThat(page)
                .contains(
                        "Made of numbered.mp4",
                        "This was cut out at these points:",
                        "0:03.1 to 0:04.0 of numbered.mp4");
        assertThat(Files.readString(to.resolve("chapters.vtt"))).contains("The middle");
    }

    /** Frames come when something changed, as meeting programs record it. */
    @Test
    void framesThatComeIrregularlyAreCutAsExactly() throws Exception {
        Path file = numbered(30, true);
        CutList list = decide(file);
        measure(list, desk(file).render(Clock.systemUTC()), 30);
    }

    private FootageDesk desk(Path file) {
        return new FootageDesk(file, folder.resolve("to"), System.getenv(), new Cancellation(), Progress.NONE);
    }

    /** Twenty accepted cuts at crooked times, two of which overlap, and as many that nobody accepted. */
    private CutList decide(Path file) {
        CutList proposed = desk(file).list();
        assertThat(proposed.seconds()).isBetween(SECONDS - 0.2, SECONDS + 0.2);
        List<Cut> cuts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            double from = i == 19 ? cuts.get(36).from() + 0.37 : 3.13 + i * 2.71;
            cuts.add(new Cut(2 * i + 1, Cut.Kind.BY_HAND, from, from + 0.83 + i * 0.031, "", 1, Cut.State.ACCEPTED));
            cuts.add(new Cut(
                    2 * i + 2,
                    Cut.Kind.BY_HAND,
                    from + 1.6,
                    from + 1.9,
                    "",
                    1,
                    i % 2 == 0 ? Cut.State.REJECTED : Cut.State.PROPOSED));
        }
        CutList list = proposed.saved(
                        cuts,
                        List.of(
                                new CutList.Chapter(0, "The beginning"),
                                new CutList.Chapter(20.2, "The middle"),
                                new CutList.Chapter(41.7, "The end")))
                .checked();
        new CutFile(folder.resolve("to")).write(list);
        return list;
    }

    /** Where the numbers of the frames leap, there is a cut; and each beep that is left sounds with its frame. */
    private void measure(CutList list, Recording recording, int sourceRate) throws Exception {
        List<Span> accepted = list.accepted();
        assertThat(accepted).hasSize(19);
        double gone = accepted.stream().mapToDouble(Span::seconds).sum();
        assertThat(recording.seconds()).isBetween(list.seconds() - gone - 0.5, list.seconds() - gone + 0.5);
        List<Double> shown = shown(folder.resolve("to").resolve("film.mp4"), sourceRate);
        List<Span> seen = new ArrayList<>();
        for (int frame = 1; frame < shown.size(); frame++) {
            double before = shown.get(frame - 1);
            assertThat(shown.get(frame)).as("frame " + frame).isGreaterThanOrEqualTo(before);
            if (shown.get(frame) - before > 0.3) {
                seen.add(new Span(before, shown.get(frame)));
            }
        }
        assertThat(seen).hasSameSizeAs(accepted);
        double worst = 0;
        for (int i = 0; i < seen.size(); i++) {
            worst = Math.max(
                    worst, Math.abs(seen.get(i).from() - accepted.get(i).from()));
            worst = Math.max(worst, Math.abs(seen.get(i).to() - accepted.get(i).to()));
        }
        System.out.printf(Locale.ROOT, "%d cuts, their edges off by at most %.3f s%n", seen.size(), worst);
        assertThat(worst).isLessThan(0.1);

        double late = 0;
        int heard = 0;
        for (double beep : beeps(folder.resolve("to").resolve("film.mp4"))) {
            double picture = shown.get((int) Math.min(shown.size() - 1, beep * Recording.RATE));
            // a beep that a cut begins or ends in is heard in part
            if (accepted.stream().noneMatch(cut -> Math.abs(cut.to() - picture) < 0.12)) {
                heard++;
                late = Math.max(late, Math.abs(picture - Math.round(picture * 2) / 2.0));
            }
        }
        System.out.printf(Locale.ROOT, "%d beeps, off from the picture by at most %.3f s%n", heard, late);
        assertThat(late).isLessThan(0.1);
        assertThat(heard).isGreaterThan((int) ((list.seconds() - gone) * 2 * 0.85));
    }

    private Path numbered(int rate, boolean irregular) throws Exception {
        Path sound = folder.resolve("beeps.raw");
        Files.write(sound, beeping());
        Path file = folder.resolve("numbered.mp4");
        List<String> command = new ArrayList<>(List.of(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "-s",
                WIDTH + "x" + HEIGHT,
                "-r",
                Integer.toString(rate),
                "-i",
                "-",
                "-f",
                "s16le",
                "-ar",
                Integer.toString(SOUND_RATE),
                "-ac",
                "1",
                "-i",
                sound.toString()));
        if (irregular) {
            command.addAll(List.of("-vf", "select='not(eq(mod(n,7),3)+eq(mod(n,7),5))'", "-vsync", "vfr"));
        }
        command.addAll(List.of(
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-g",
                "250",
                "-pix_fmt",
                "yuv420p",
                "-c:a",
                "aac",
                file.toString()));
        Process ffmpeg = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        try (OutputStream frames = new BufferedOutputStream(ffmpeg.getOutputStream())) {
            for (int frame = 0; frame < SECONDS * rate; frame++) {
                Graphics2D g = image.createGraphics();
                for (int bit = 0; bit < BITS; bit++) {
                    g.setColor((frame >> bit & 1) == 1 ? Color.WHITE : Color.BLACK);
                    g.fillRect(bit * WIDTH / BITS, 0, WIDTH / BITS + 1, HEIGHT);
                }
                g.dispose();
                frames.write(((DataBufferByte) image.getRaster().getDataBuffer()).getData());
            }
        }
        assertThat(ffmpeg.waitFor()).isZero();
        return file;
    }

    private static byte[] beeping() {
        int length = (int) (SECONDS * SOUND_RATE);
        ByteBuffer bytes = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < length; i++) {
            boolean beep = i % (SOUND_RATE / 2) < SOUND_RATE / 25;
            bytes.putShort((short) (beep ? 12_000 * Math.sin(2 * Math.PI * 1000 * i / SOUND_RATE) : 0));
        }
        return bytes.array();
    }

    /** The time of the footage that each frame of a film shows, read off its bars. */
    private static List<Double> shown(Path film, int rate) throws Exception {
        byte[] pixels = output(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                film.toString(),
                "-vf",
                "scale=" + BITS * 4 + ":1:flags=area,format=gray",
                "-f",
                "rawvideo",
                "-");
        List<Double> shown = new ArrayList<>();
        for (int at = 0; at + BITS * 4 <= pixels.length; at += BITS * 4) {
            int frame = 0;
            for (int bit = 0; bit < BITS; bit++) {
                int light = (pixels[at + bit * 4 + 1] & 0xff) + (pixels[at + bit * 4 + 2] & 0xff);
                frame |= light > 256 ? 1 << bit : 0;
            }
            shown.add((frame + 0.5) / rate);
        }
        return shown;
    }

    /** When beeps begin. */
    private static List<Double> beeps(Path film) throws Exception {
        byte[] sound = output(
                "ffmpeg",
                "-v",
                "error",
                "-i",
                film.toString(),
                "-ac",
                "1",
                "-ar",
                Integer.toString(SOUND_RATE),
                "-f",
                "s16le",
                "-");
        ByteBuffer samples = ByteBuffer.wrap(sound).order(ByteOrder.LITTLE_ENDIAN);
        List<Double> beeps = new ArrayList<>();
        int quiet = SOUND_RATE;
        for (int i = 0; i < sound.length / 2; i++) {
            boolean loud = Math.abs(samples.getShort(2 * i)) > 4000;
            if (loud && quiet > SOUND_RATE / 50) {
                beeps.add((double) i / SOUND_RATE);
            }
            quiet = loud ? 0 : quiet + 1;
        }
        return beeps;
    }

    private static int frames(Path video) throws Exception {
        return Integer.parseInt(new String(
                        output(
                                "ffprobe",
                                "-v",
                                "error",
                                "-count_packets",
                                "-select_streams",
                                "v:0",
                                "-show_entries",
                                "stream=nb_read_packets",
                                "-of",
                                "csv=p=0",
                                video.toString()),
                        StandardCharsets.UTF_8)
                .replace(",", "")
                .strip());
    }

    private static byte[] output(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        byte[] bytes = process.getInputStream().readAllBytes();
        process.waitFor();
        return bytes;
    }
}
