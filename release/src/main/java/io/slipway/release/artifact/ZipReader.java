package io.slipway.release.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the one form of zip that {@link ZipWriter} writes, and refuses every other before looking at any content: the
 * entries lie side by side from the first byte on, their headers follow from the directory, the seal ends the file.
 */
final class ZipReader implements Closeable {
    private final Path file;
    private final FileBytes bytes;
    private final Seal seal;
    private final Map<String, Slot> slots;

    private ZipReader(Path file, FileBytes bytes, Seal seal, Map<String, Slot> slots) {
        this.file = file;
        this.bytes = bytes;
        this.seal = seal;
        this.slots = slots;
    }

    static ZipReader open(Path file, Limits limits) throws IOException {
        FileBytes bytes = openBytes(file);
        try {
            Seal seal = sealOf(file, bytes, limits);
            if (!bytes.sha256(bytes.size() - Seal.HASH_LENGTH).equals(seal.sha256())) {
                throw Refusal.damaged(file, "a byte of the file was changed (its SHA-256 is not the one it ends with)");
            }
            newerFormat(file, seal);
            return new ZipReader(file, bytes, seal, directory(file, bytes, seal, limits));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Opens a file whose hash was compared before; its form is checked as ever. */
    static ZipReader knownGood(Path file, Limits limits) throws IOException {
        FileBytes bytes = openBytes(file);
        try {
            Seal seal = sealOf(file, bytes, limits);
            newerFormat(file, seal);
            return new ZipReader(file, bytes, seal, directory(file, bytes, seal, limits));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** Opens the file for a look at its first entry and its seal only; nothing is checked against the hash. */
    static ZipReader glance(Path file, Limits limits) throws IOException {
        FileBytes bytes = openBytes(file);
        try {
            Seal seal = sealOf(file, bytes, limits);
            newerFormat(file, seal);
            byte[] header = bytes.read(0, Slot.LOCAL_LENGTH + EntryName.MANIFEST.length());
            ByteBuffer b = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
            Slot manifest =
                    new Slot(EntryName.MANIFEST, b.getShort(8), unsigned(b, 14), unsigned(b, 18), unsigned(b, 22), 0);
            if (!Arrays.equals(header, manifest.localHeader()) || manifest.end() > bytes.size()) {
                throw Refusal.damaged(file, "does not begin with a manifest");
            }
            return new ZipReader(file, bytes, seal, Map.of(EntryName.MANIFEST, manifest));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    Seal seal() {
        return seal;
    }

    Set<String> names() {
        return slots.keySet();
    }

    Optional<Slot> slot(String name) {
        return Optional.ofNullable(slots.get(name));
    }

    /** The content of an entry, which fails at its end when it isn't what the headers say. */
    EntryStream stream(Slot slot) throws IOException {
        return stream(slot, Optional.empty());
    }

    /** @param sha256 of the content, checked at its end */
    EntryStream stream(Slot slot, Optional<String> sha256) throws IOException {
        if (!Arrays.equals(
                bytes.read(slot.offset(), Slot.LOCAL_LENGTH + slot.name().length()), slot.localHeader())) {
            throw Refusal.hostile(file, "entry " + slot.name() + " has two headers that disagree");
        }
        return new EntryStream(file, bytes, slot, sha256);
    }

    /** The whole content of a JSON entry. */
    byte[] json(String name) throws IOException {
        Slot slot = slot(name).orElseThrow(() -> Refusal.damaged(file, "entry " + name + " is missing"));
        // the directory was refused when it said more than jsonBytes
        byte[] content = new byte[(int) slot.size()];
        try (EntryStream in = stream(slot)) {
            in.readNBytes(content, 0, content.length);
            return content;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private static FileBytes openBytes(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw Refusal.missing(file, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw Refusal.missing(file, "is no file");
        }
        return new FileBytes(file);
    }

    private static Seal sealOf(Path file, FileBytes bytes, Limits limits) throws IOException {
        if (bytes.size() > limits.fileBytes()) {
            throw Refusal.hostile(
                    file, "is %d bytes long; at most %d are read".formatted(bytes.size(), limits.fileBytes()));
        }
        int length = (int) Math.min(Seal.LONGEST, bytes.size());
        return Seal.in(bytes.read(bytes.size() - length, length))
                .orElseThrow(() -> Refusal.damaged(
                        file,
                        "does not end as an artifact does: it was cut off, or packed again by another program, or it"
                                + " never was an artifact"));
    }

    private static void newerFormat(Path file, Seal seal) {
        if (seal.formatVersion() > Manifest.FORMAT_VERSION) {
            throw Refusal.newer(file, seal.formatVersion());
        }
    }

    private static Map<String, Slot> directory(Path file, FileBytes bytes, Seal seal, Limits limits)
            throws IOException {
        long endAt = bytes.size() - seal.length() - Slot.END_LENGTH;
        if (endAt < 0) {
            throw Refusal.damaged(file, "is too short for an artifact");
        }
        byte[] end = bytes.read(endAt, Slot.END_LENGTH);
        ByteBuffer b = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
        int entries = b.getShort(10) & 0xFFFF;
        long size = unsigned(b, 12);
        long offset = unsigned(b, 16);
        if (!Arrays.equals(end, Slot.end(entries, size, offset, seal.length())) || offset + size != endAt) {
            throw Refusal.hostile(file, "its zip directory is not where, or not what, an artifact's is");
        }
        if (entries > limits.entries()) {
            throw Refusal.hostile(file, "has %d entries; at most %d are read".formatted(entries, limits.entries()));
        }
        if (size > (long) entries * (Slot.CENTRAL_LENGTH + EntryName.LONGEST)) {
            throw Refusal.hostile(file, "its zip directory is too large for its entries");
        }
        return new Directory(file, limits, bytes.read(offset, (int) size), offset).slots(entries);
    }

    private static long unsigned(ByteBuffer b, int at) {
        return b.getInt(at) & 0xFFFF_FFFFL;
    }

    /** The zip's directory, read entry by entry. */
    private static final class Directory {
        private final Path file;
        private final Limits limits;
        private final byte[] bytes;
        private final long offset;
        private final Map<String, Slot> slots = new LinkedHashMap<>();
        private int at;
        private long expected;
        private long total;
        private String last = "";

        Directory(Path file, Limits limits, byte[] bytes, long offset) {
            this.file = file;
            this.limits = limits;
            this.bytes = bytes;
            this.offset = offset;
        }

        Map<String, Slot> slots(int entries) {
            for (int i = 0; i < entries; i++) {
                Slot slot = next();
                slots.put(slot.name(), slot);
            }
            if (at != bytes.length || expected != offset) {
                throw Refusal.hostile(file, "has bytes that belong to no entry");
            }
            return slots;
        }

        private Slot next() {
            if (at + Slot.CENTRAL_LENGTH > bytes.length) {
                throw Refusal.hostile(file, "its zip directory holds fewer entries than it says");
            }
            ByteBuffer b =
                    ByteBuffer.wrap(bytes, at, Slot.CENTRAL_LENGTH).slice().order(ByteOrder.LITTLE_ENDIAN);
            int nameLength = b.getShort(28) & 0xFFFF;
            if (at + Slot.CENTRAL_LENGTH + nameLength > bytes.length) {
                throw Refusal.hostile(file, "its zip directory ends in the middle of an entry");
            }
            String name = new String(bytes, at + Slot.CENTRAL_LENGTH, nameLength, StandardCharsets.UTF_8);
            name(name);
            Slot slot = new Slot(
                    name, b.getShort(10) & 0xFFFF, unsigned(b, 16), unsigned(b, 20), unsigned(b, 24), unsigned(b, 42));
            byte[] header = slot.centralHeader();
            if (!Arrays.equals(header, 0, header.length, bytes, at, at + header.length)) {
                throw Refusal.hostile(
                        file, "entry " + name + " has attributes, flags, a time or fields that no artifact has");
            }
            sizes(slot);
            at += header.length;
            expected = slot.end();
            last = name;
            return slot;
        }

        /** Names that are known and in their order are all different. */
        private void name(String name) {
            boolean inPlace = last.isEmpty() || EntryName.IN_FILE.compare(last, name) < 0;
            boolean known = EntryName.isKnown(name);
            if (known && inPlace) {
                return;
            }
            if (slots.keySet().stream().anyMatch(name::equalsIgnoreCase)) {
                throw Refusal.hostile(
                        file, "two entries have the name " + Refusal.printable(name) + ", capitals apart");
            }
            if (!known) {
                throw Refusal.hostile(file, "entry " + Refusal.printable(name) + " " + EntryName.objection(name));
            }
            throw Refusal.hostile(file, "entry " + name + " is not in its place");
        }

        private void sizes(Slot slot) {
            String entry = "entry " + slot.name();
            if (slot.offset() != expected) {
                throw Refusal.hostile(file, entry + " does not begin where the one before it ends");
            }
            if (slot.method() != Slot.STORED && slot.method() != Slot.DEFLATED) {
                throw Refusal.hostile(file, entry + " is packed in a way that no artifact uses");
            }
            if (slot.method() == Slot.STORED && slot.size() != slot.packed()) {
                throw Refusal.hostile(file, entry + " says two different sizes");
            }
            if (slot.size() > slot.packed() * limits.ratio()) {
                throw Refusal.hostile(
                        file, "%s would unpack to more than %d times its size".formatted(entry, limits.ratio()));
            }
            boolean json = !EntryName.isText(slot.name());
            long most = json ? Math.min(limits.jsonBytes(), limits.entryBytes()) : limits.entryBytes();
            if (slot.size() > most) {
                throw Refusal.hostile(
                        file, "%s is %d bytes long; at most %d are read".formatted(entry, slot.size(), most));
            }
            total += slot.size();
            if (total > limits.totalBytes()) {
                throw Refusal.hostile(file, "would unpack to more than %d bytes".formatted(limits.totalBytes()));
            }
        }
    }
}
