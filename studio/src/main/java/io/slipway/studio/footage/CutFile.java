package io.slipway.studio.footage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.release.error.SlipwayException;
import io.slipway.studio.text.OutputFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** {@code cuts.json} and {@code waveform.json} in the folder of a recording from elsewhere. */
final class CutFile {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;
    private final Path cuts;
    private final Path wave;

    CutFile(Path folder) {
        this.folder = folder;
        cuts = folder.resolve("cuts.json");
        wave = folder.resolve("waveform.json");
    }

    Path path() {
        return cuts;
    }

    boolean exists() {
        return Files.isRegularFile(cuts);
    }

    /** @throws SlipwayException {@code recording-invalid} */
    CutList read() {
        try {
            return parse(Files.readString(cuts, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw FootageReader.invalid(cuts + " cannot be read: " + e.getMessage(), "")
                    .causedBy(e);
        }
    }

    /** @throws SlipwayException {@code recording-invalid} */
    static CutList parse(String json) {
        try {
            CutList list = MAPPER.readValue(json, CutList.class);
            if (list == null) {
                throw FootageReader.invalid("It is no list of cuts.", "");
            }
            return list.checked();
        } catch (JsonProcessingException e) {
            throw FootageReader.invalid(
                            "It is no list of cuts: " + e.getOriginalMessage(),
                            "Mend cuts.json, or take it away to have cuts proposed anew.")
                    .causedBy(e);
        }
    }

    static String text(CutList list) {
        try {
            return MAPPER.writeValueAsString(list) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of cuts is always JSON", e);
        }
    }

    /** In one go: whoever reads it meanwhile, or a crash, finds the old one or the new one. */
    void write(CutList list) {
        replace(cuts, text(list));
    }

    void writeWave(int[] levels) {
        try {
            replace(
                    wave,
                    MAPPER.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(levels));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }

    /** As JSON: an array of loudness from 0 to 100; empty when it is not there. */
    String wave() {
        try {
            return Files.isRegularFile(wave) ? Files.readString(wave, StandardCharsets.UTF_8) : "[]";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace(Path file, String text) {
        try {
            Files.createDirectories(folder);
            Path fresh = file.resolveSibling("." + file.getFileName() + ".new");
            Files.writeString(fresh, text, StandardCharsets.UTF_8);
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw OutputFolder.unwritable(folder, e);
        }
    }
}
