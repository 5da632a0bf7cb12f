package io.slipway.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Makes an artifact bad, from the description of its format only (docs/artifact-format.md): every checksum that a
 * forger can get right is right, so that the refusal is for the one thing that was changed.
 */
final class ForgedArtifact {
    private static final String MARKER = "slipway-artifact/";
    private static final int HASH = 64;

    private static final class Entry {
        private final String name;
        private final byte[] content;

        Entry(String name, byte[] content) {
            this.name = name;
            this.content = content;
        }

        String name() {
            return name;
        }

        byte[] content() {
            return content;
        }
    }

    private ForgedArtifact() {}

    /** @param what flip N, cut N, newer, without NAME, with NAME, bomb, text OLD NEW */
    static void forge(Path file, List<String> what) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        switch (what.get(0)) {
            case "flip" -> {
                bytes[Math.floorMod(Integer.parseInt(what.get(1)), bytes.length)] ^= 1;
                Files.write(file, bytes);
            }
            case "cut" -> Files.write(file, Arrays.copyOf(bytes, bytes.length - Integer.parseInt(what.get(1))));
            case "newer" -> Files.write(file, assembled(entries(file), 999, digest(bytes)));
            case "without" -> {
                List<Entry> entries = entries(file);
                if (!entries.removeIf(e -> e.name().startsWith(what.get(1)))) {
                    throw new IllegalArgumentException("no entry " + what.get(1));
                }
                Files.write(file, assembled(entries, 1, digest(bytes)));
            }
            case "with" -> {
                List<Entry> entries = entries(file);
                entries.add(new Entry(what.get(1), "rm -rf /\n".getBytes(StandardCharsets.UTF_8)));
                Files.write(file, assembled(entries, 1, digest(bytes)));
            }
            case "bomb" -> {
                List<Entry> entries = entries(file);
                entries.replaceAll(e -> e.name().startsWith("changes/") ? new Entry(e.name(), new byte[16 << 20]) : e);
                Files.write(file, assembled(entries, 1, digest(bytes)));
            }
            case "text" -> {
                List<Entry> entries = entries(file);
                entries.replaceAll(e -> e.name().startsWith("changes/")
                        ? new Entry(
                                e.name(),
                                new String(e.content(), StandardCharsets.UTF_8)
                                        .replace(what.get(1), what.get(2))
                                        .getBytes(StandardCharsets.UTF_8))
                        : e);
                Files.write(file, assembled(entries, 1, digest(bytes)));
            }
            default -> throw new IllegalArgumentException(what.toString());
        }
    }

    /** The artifact's identity, as its last line says it. */
    private static String digest(byte[] bytes) {
        String end = new String(bytes, bytes.length - 200, 200, StandardCharsets.ISO_8859_1);
        return end.substring(end.lastIndexOf(MARKER)).split(" ")[1];
    }

    private static List<Entry> entries(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (Enumeration<? extends ZipEntry> e = zip.entries(); e.hasMoreElements(); ) {
                ZipEntry entry = e.nextElement();
                try (InputStream in = zip.getInputStream(entry)) {
                    entries.add(new Entry(entry.getName(), in.readAllBytes()));
                }
            }
        }
        return entries;
    }

    private static byte[] assembled(List<Entry> entries, int format, String digest) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry e : entries) {
            byte[] name = e.name().getBytes(StandardCharsets.US_ASCII);
            byte[] deflated = deflate(e.content());
            boolean store = deflated.length >= e.content().length;
            byte[] data = store ? e.content() : deflated;
            CRC32 crc = new CRC32();
            crc.update(e.content());
            byte[] common = little(26)
                    .putShort((short) 20)
                    .putShort((short) 0)
                    .putShort((short) (store ? 0 : 8))
                    .putShort((short) 0)
                    .putShort((short) 0x21)
                    .putInt((int) crc.getValue())
                    .putInt(data.length)
                    .putInt(e.content().length)
                    .putShort((short) name.length)
                    .putShort((short) 0)
                    .array();
            int offset = out.size();
            out.writeBytes(little(4).putInt(0x04034b50).array());
            out.writeBytes(common);
            out.writeBytes(name);
            out.writeBytes(data);
            directory.writeBytes(
                    little(6).putInt(0x02014b50).putShort((short) 20).array());
            directory.writeBytes(common);
            directory.writeBytes(little(14).putInt(10, offset).array());
            directory.writeBytes(name);
        }
        String seal = MARKER + format + " " + digest + " ";
        int at = out.size();
        out.writeBytes(directory.toByteArray());
        out.writeBytes(little(22)
                .putInt(0x06054b50)
                .putInt(0)
                .putShort((short) entries.size())
                .putShort((short) entries.size())
                .putInt(directory.size())
                .putInt(at)
                .putShort((short) (seal.length() + HASH))
                .array());
        out.writeBytes(seal.getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(sha256(out.toByteArray()).getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
