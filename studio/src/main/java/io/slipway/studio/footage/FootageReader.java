package io.slipway.studio.footage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.slipway.enablement.program.Programs;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.studio.recording.Processes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens recordings from elsewhere: strangers' files, of which only the containers of films are read. */
final class FootageReader {
    /** What meeting programs write, and what is made of it. Lists of other files are not among them. */
    private static final String FORMATS = "mov,mp4,matroska,webm,avi,asf,mpegts,flv";

    private final Path ffmpeg;
    private final Path ffprobe;
    private final Processes processes;

    FootageReader(Path ffmpeg, Path ffprobe, Processes processes) {
        this.ffmpeg = ffmpeg;
        this.ffprobe = ffprobe;
        this.processes = processes;
    }

    /** The beginning of a command that reads a recording. */
    static List<String> input(Path file) {
        return List.of("-protocol_whitelist", "file", "-format_whitelist", FORMATS, "-i", "file:" + file);
    }

    /**
     * @throws SlipwayException {@code recording-invalid}: it is not there, not a film, damaged so that nothing can be
     *     read, or has no picture; {@code program-missing}: what reads it does not run
     */
    Footage read(Path given) {
        Path file = given.toAbsolutePath().normalize();
        if (!Files.isRegularFile(file)) {
            throw invalid("There is no file " + given + ".", "Name the recording: an MP4, WebM or the like.");
        }
        JsonNode probed = probe(file);
        JsonNode picture = stream(probed, "video");
        if (picture.isMissingNode()) {
            throw invalid(
                    given + " has no picture" + (stream(probed, "audio").isMissingNode() ? "." : ", only sound."),
                    "Take the recording of the meeting's screen.");
        }
        try {
            Footage footage = new Footage(
                    file,
                    Files.size(file),
                    probed.path("format").path("duration").asDouble(0),
                    picture.path("width").asInt(),
                    picture.path("height").asInt(),
                    !stream(probed, "audio").isMissingNode());
            decodeOne(footage, given);
            return footage;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode probe(Path file) {
        List<String> command = new ArrayList<>(List.of(ffprobe.toString(), "-v", "error"));
        command.addAll(input(file));
        command.addAll(List.of(
                "-show_entries",
                "format=duration:stream=codec_type,width,height:stream_disposition=attached_pic",
                "-of",
                "json"));
        StringBuilder json = new StringBuilder();
        try {
            processes.run(command, printed -> json.append(new String(printed.readAllBytes(), StandardCharsets.UTF_8)));
            JsonNode probed = JsonMapper.builder().build().readTree(json.toString());
            if (!probed.isObject()) {
                // it said nothing, and yet that all is well: a program that is another, and not the film's fault
                Programs.FFPROBE.version(ffprobe);
            }
            return probed;
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
            // before the film is blamed: a program that does not run fails with every film
            Programs.FFPROBE.version(ffprobe);
            boolean half = e.getMessage().contains("moov atom not found") && beginsAsMp4(file);
            throw invalid(
                            half
                                    ? file + " is not whole: its index, which stands at its end, is missing."
                                    : file + " is not a film that can be read.",
                            half ? "Fetch it again from where it was recorded." : "Take an MP4, WebM, MKV, MOV or AVI.")
                    .causedBy(e);
        } catch (JsonProcessingException e) {
            Programs.FFPROBE.version(ffprobe);
            throw new UncheckedIOException(e);
        }
    }

    private static boolean beginsAsMp4(Path file) {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(8), StandardCharsets.US_ASCII).endsWith("ftyp");
        } catch (IOException e) {
            return false;
        }
    }

    /** A file may look like a film and be none: its first picture tells. */
    private void decodeOne(Footage footage, Path given) {
        List<String> command = new ArrayList<>(List.of(ffmpeg.toString(), "-hide_banner", "-nostdin", "-v", "error"));
        command.addAll(input(footage.file()));
        command.addAll(
                List.of("-map", "0:v:0", "-frames:v", "1", "-vf", "scale=8:8,format=gray", "-f", "rawvideo", "-"));
        int[] bytes = new int[1];
        try {
            processes.run(command, printed -> bytes[0] = printed.readAllBytes().length);
        } catch (SlipwayException e) {
            if (e.code() == ErrorCode.CANCELLED) {
                throw e;
            }
        }
        if (bytes[0] == 0) {
            Programs.FFMPEG.version(ffmpeg);
            throw invalid(
                    "Not one picture of " + given + " can be read.", "Fetch it again from where it was recorded.");
        }
    }

    private static JsonNode stream(JsonNode probed, String type) {
        for (JsonNode stream : probed.path("streams")) {
            if (stream.path("codec_type").asText().equals(type)
                    && stream.path("disposition").path("attached_pic").asInt() == 0) {
                return stream;
            }
        }
        return MissingNode.getInstance();
    }

    static SlipwayException invalid(String what, String help) {
        return SlipwayException.of(ErrorCode.RECORDING_INVALID, what, help);
    }
}
