package io.slipway.release.artifact;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.digest.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * An artifact as an attacker would make it: taken apart, changed in one way, and put together again with every checksum
 * right that anybody could get right without the signing key.
 */
final class Forgery {
    private static final ObjectMapper JSON = new ObjectMapper();
    final List<Entry> entries = new ArrayList<>();
    /** Changes the finished file, all but its last hash. */
    UnaryOperator<byte[]> last = UnaryOperator.identity();

    /** Replaces a central directory's entry. */
    UnaryOperator<Slot> central = UnaryOperator.identity();

    int formatVersion = Manifest.FORMAT_VERSION;

    /** One entry; its size is what the headers say, whatever the content. */
    static final class Entry {
        private final String name;
        private final byte[] content;
        private final long size;

        Entry(String name, byte[] content, long size) {
            this.name = name;
            this.content = content;
            this.size = size;
        }

        Entry(String name, byte[] content) {
            this(name, content, content.length);
        }

        String name() {
            return name;
        }

        byte[] content() {
            return content;
        }

        long size() {
            return size;
        }
    }

    static Forgery of(Path artifact) throws IOException {
        Forgery forgery = new Forgery();
        try (ZipFile zip = new ZipFile(artifact.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                try (InputStream in = zip.getInputStream(entry)) {
                    forgery.entries.add(new Entry(entry.getName(), in.readAllBytes()));
                }
            }
        }
        return forgery;
    }

    byte[] content(String name) {
        return entries.get(index(name)).content();
    }

    int index(String name) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i).name().equals(name)) {
                return i;
            }
        }
        throw new AssertionError(name);
    }

    Forgery replace(String name, byte[] content) {
        entries.set(index(name), new Entry(name, content));
        return this;
    }

    Forgery replace(String name, UnaryOperator<String> edit) {
        String before = new String(content(name), StandardCharsets.UTF_8);
        String after = edit.apply(before);
        if (after.equals(before)) {
            throw new AssertionError("nothing replaced in " + name);
        }
        return replace(name, after.getBytes(StandardCharsets.UTF_8));
    }

    /** Makes the provenance speak of the entries as they are now. */
    Forgery withProvenance() throws IOException {
        ObjectNode statement = (ObjectNode) JSON.readTree(content(EntryName.PROVENANCE));
        ArrayNode subjects = statement.putArray("subject");
        for (Entry e : entries) {
            if (!e.name().equals(EntryName.PROVENANCE) && !e.name().equals(EntryName.SIGNATURE)) {
                subjects.addObject().put("name", e.name()).putObject("digest").put("sha256", Sha256.of(e.content()));
            }
        }
        return replace(EntryName.PROVENANCE, JSON.writeValueAsBytes(statement));
    }

    Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry e : entries) {
            byte[] packed = deflate(e.content());
            boolean store = packed.length >= e.content().length;
            CRC32 crc = new CRC32();
            crc.update(e.content());
            byte[] data = store ? e.content() : packed;
            Slot slot = new Slot(e.name(), store ? 0 : 8, crc.getValue(), data.length, e.size(), out.size());
            out.writeBytes(slot.localHeader());
            out.writeBytes(data);
            directory.writeBytes(central.apply(slot).centralHeader());
        }
        String digest = entries.stream()
                .filter(e -> e.name().equals(EntryName.PROVENANCE))
                .map(e -> Sha256.of(e.content()))
                .findFirst()
                .orElse("0".repeat(64));
        String seal = Seal.MARKER + formatVersion + " " + digest + " ";
        long directoryAt = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(Slot.end(entries.size(), directory.size(), directoryAt, seal.length() + Seal.HASH_LENGTH));
        out.writeBytes(seal.getBytes(StandardCharsets.US_ASCII));
        byte[] all = last.apply(out.toByteArray());
        Files.write(file, all);
        Files.writeString(file, Sha256.of(all), StandardOpenOption.APPEND);
        return file;
    }

    private static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(6, true);
        deflater.setInput(content);
        deflater.finish();
        byte[] out = new byte[content.length + 100];
        int n = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, n);
    }
}
