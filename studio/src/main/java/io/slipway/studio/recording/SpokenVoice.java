package io.slipway.studio.recording;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Speaks with espeak-ng, on this machine, and keeps what it said for the sound track. */
final class SpokenVoice implements Voice {
    /** What espeak-ng gives: 16 bits, mono, 22,050 samples to the second. */
    private static final AudioFormat FORMAT = new AudioFormat(22_050, 16, 1, true, false);

    private static final int BYTES_A_FRAME = 22_050 / Film.RATE * 2;
    private static final double PAUSE_SECONDS = 0.35;
    private final Path program;
    private final Path folder;
    private final Processes processes;
    private final List<Speech> said = new ArrayList<>();

    SpokenVoice(Path program, Path folder, Processes processes) {
        this.program = program;
        this.folder = folder;
        this.processes = processes;
    }

    /** What begins at a frame. */
    private static final class Speech {
        private final int from;
        private final byte[] samples;

        Speech(int from, byte[] samples) {
            this.from = from;
            this.samples = samples;
        }
    }

    @Override
    public int speak(String words, int from) {
        Path file = folder.resolve("speech.wav");
        processes.run(List.of(program.toString(), "-v", "en-gb", "-s", "155", "-w", file.toString(), "--", words));
        try (AudioInputStream stream = AudioSystem.getAudioInputStream(file.toFile())) {
            byte[] samples = stream.readAllBytes();
            said.removeIf(speech -> speech.from >= from); // said again
            said.add(new Speech(from, samples));
            return (int) Math.ceil((double) samples.length / BYTES_A_FRAME) + Film.frames(PAUSE_SECONDS);
        } catch (UnsupportedAudioFileException e) {
            throw SlipwayException.of(
                            ErrorCode.PROGRAM_MISSING, program + " does not give the sound that it should.", "")
                    .causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole sound track, as long as the film. */
    Path track(int frames) {
        byte[] all = new byte[frames * BYTES_A_FRAME];
        for (Speech speech : said) {
            int at = speech.from * BYTES_A_FRAME;
            System.arraycopy(speech.samples, 0, all, at, Math.min(speech.samples.length, all.length - at));
        }
        Path file = folder.resolve("sound.wav");
        try (AudioInputStream stream = new AudioInputStream(new ByteArrayInputStream(all), FORMAT, all.length / 2)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
