package io.slipway.server.ownscripts;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Scripts in folders and zips. */
final class ScriptsFolder {
    private static final int MOST_ENTRIES = 10_000;
    private static final int LARGEST_ALL = 64 << 20;

    private ScriptsFolder() {}

    /** Writes them below {@code sql}; their paths were made by {@link Brought}. */
    static void write(Path folder, Map<String, String> files) throws IOException {
        delete(folder);
        Path sql = Files.createDirectories(folder.resolve("sql"));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = sql.resolve(file.getKey()).normalize();
            if (!path.startsWith(sql)) {
                throw new IOException("a script leaves its folder: " + file.getKey());
            }
            Files.createDirectories(path.resolveSibling(""));
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The scripts of a zip; whatever else is in it is not even unpacked, and has an empty text.
     *
     * @throws SlipwayException {@code request-invalid}, {@code request-too-large}
     */
    static Map<String, String> unzipped(byte[] zip) {
        Map<String, String> files = new LinkedHashMap<>();
        long all = 0;
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            int entries = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                if (++entries > MOST_ENTRIES) {
                    throw tooLarge("The zip has more than " + MOST_ENTRIES + " entries.");
                }
                String name = entry.getName();
                if (entry.isDirectory()) {
                    continue;
                }
                if (!Brought.wanted(name)) {
                    files.put(name, "");
                    continue;
                }
                byte[] bytes = in.readNBytes(LARGEST_ALL + 1);
                all += bytes.length;
                if (all > LARGEST_ALL) {
                    throw tooLarge("The zip unpacks to more than " + (LARGEST_ALL >> 20) + " MB of scripts.");
                }
                files.put(name, text(name, bytes));
            }
        } catch (IOException e) {
            // it is in memory: what cannot be read is not as a zip is
            throw invalid("The zip is damaged.").causedBy(e);
        }
        if (files.isEmpty()) {
            throw invalid("There is no script in it, or it is no zip.");
        }
        return files;
    }

    /** @throws SlipwayException {@code request-invalid} for what is no UTF-8 */
    static String text(String name, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()
                    .replaceFirst("^\uFEFF", "");
        } catch (CharacterCodingException e) {
            throw invalid(name + " is not UTF-8 text.").causedBy(e);
        }
    }

    /** A project's scripts folder, as {@code slipway package} reads it. */
    static byte[] zipped(Map<String, String> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, String> file : List.copyOf(files.entrySet())) {
                zip.putNextEntry(new ZipEntry("sql/" + file.getKey()));
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }

    private static SlipwayException tooLarge(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_TOO_LARGE, message, "Bring a part of them.");
    }
}
