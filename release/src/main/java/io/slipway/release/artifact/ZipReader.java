package io.slipway.release.artifact;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.parallel.Beside;
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
    private final Optional<Beside<String>> hash;

    private ZipReader(Path file, FileBytes bytes, Seal seal, Map<String, Slot> slots) {
        this(file, bytes, seal, slots, Optional.empty());
    }

    private ZipReader(Path file, FileBytes bytes, Seal seal, Map<String, Slot> slots, Optional<Beside<String>> hash) {
        this.hash = hash;
        this.file = file;
        this.bytes = bytes;
        this.seal = seal;
        this.slots = slots;
    }

    static ZipReader open(Path file, Limits limits) throws IOException {
        FileBytes bytes = openBytes(file);
        try {
            Seal seal = sealOf(file, bytes, limits);
            compareHash(file, seal, bytes.sha256(bytes.size() - Seal.HASH_LENGTH));
            newerFormat(file, seal);
            return new ZipReader(file, bytes, seal, directory(file, bytes, seal, limits));
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    private static void compareHash(Path file, Seal seal, String sha256) {
        if (!sha256.equals(seal.sha256())) {
            throw Refusal.damaged(file, "a byte of the file was changed (its SHA-256 is not the one it ends with)");
        }
    }

    /** Opens a file whose hash is computed meanwhile: {@link #checkHash} waits for it. */
    static ZipReader openBeside(Path file, Limits limits) throws IOException {
        FileBytes bytes = openBytes(file);
        try {
            Seal seal = sealOf(file, bytes, limits);
            Beside<String> hash = Beside.of(() -> bytes.sha256(bytes.size() - Seal.HASH_LENGTH));
            try {
                newerFormat(file, seal);
                return new ZipReader(file, bytes, seal, directory(file, bytes, seal, limits), Optional.of(hash));
            } catch (RuntimeException e) {
                // a changed byte is the plainest word for whatever came of it
                compareHash(file, seal, hash.get());
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            bytes.close();
            throw e;
        }
    }

    /** @throws io.slipway.release.error.SlipwayException {@code artifact-damaged}: a byte of the file was changed */
    void checkHash() throws IOException {
        if (hash.isPresent()) {
            compareHash(file, seal, hash.get().get());
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

    /** An entry's bytes as they lie in the file; whoever unpacks them finds out whether they are what they should be. */
    byte[] packed(Slot slot) throws IOException {
        return bytes.read(slot.dataOffset(), (int) slot.packed());
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
        ByteBuffer b = ByteBuffer.wrap(bytes.read(endAt, Slot.END_LENGTH)).order(ByteOrder.LITTLE_ENDIAN);
        long entries = b.getShort(10) & 0xFFFF;
        long size = unsigned(b, 12);
        long offset = unsigned(b, 16);
        long from = endAt;
        if (entries == Slot.MANY && endAt >= Slot.MANY_LENGTH) {
            from = endAt - Slot.MANY_LENGTH;
            entries = Slot.manyEntries(bytes.read(from, Slot.MANY_LENGTH));
        }
        byte[] end = bytes.read(from, (int) (endAt - from) + Slot.END_LENGTH);
        if (!Arrays.equals(end, Slot.end(entries, size, offset, seal.length())) || offset + size != from) {
            throw Refusal.hostile(file, "its zip directory is not where, or not what, an artifact's is");
        }
        if (entries > limits.entries()) {
            throw Refusal.hostile(file, "has %d entries; at most %d are read".formatted(entries, limits.entries()));
        }
        if (size > entries * (Slot.CENTRAL_LENGTH + EntryName.LONGEST)) {
            throw Refusal.hostile(file, "its zip directory is too large for its entries");
        }
        return new Directory(file, limits, bytes.read(offset, (int) size), offset).slots((int) entries);
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
        /** Below every rank, in the beginning. */
        private int lastRank = Integer.MIN_VALUE;

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
            int nameLength = Slot.nameLength(bytes, at);
            if (at + Slot.CENTRAL_LENGTH + nameLength > bytes.length) {
                throw Refusal.hostile(file, "its zip directory ends in the middle of an entry");
            }
            String name = new String(bytes, at + Slot.CENTRAL_LENGTH, nameLength, StandardCharsets.UTF_8);
            name(name);
            if (!Slot.isCentralHeader(bytes, at)) {
                throw Refusal.hostile(
                        file, "entry " + name + " has attributes, flags, a time or fields that no artifact has");
            }
            Slot slot = Slot.of(name, bytes, at);
            sizes(slot);
            at += Slot.CENTRAL_LENGTH + nameLength;
            expected = slot.end();
            last = name;
            lastRank = EntryName.rank(name);
            return slot;
        }

        /** Names that are known and in their order are all different. */
        private void name(String name) {
            int rank = EntryName.rank(name);
            boolean inPlace = rank > lastRank || rank == lastRank && last.compareTo(name) < 0;
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
            if (slot.offset() != expected) {
                throw hostile(slot, "does not begin where the one before it ends");
            }
            if (slot.method() != Slot.STORED && slot.method() != Slot.DEFLATED) {
                throw hostile(slot, "is packed in a way that no artifact uses");
            }
            if (slot.method() == Slot.STORED && slot.size() != slot.packed()) {
                throw hostile(slot, "says two different sizes");
            }
            if (slot.size() > slot.packed() * limits.ratio()) {
                throw hostile(slot, "would unpack to more than %d times its size".formatted(limits.ratio()));
            }
            boolean json = !EntryName.isText(slot.name());
            long most = json ? Math.min(limits.jsonBytes(), limits.entryBytes()) : limits.entryBytes();
            if (slot.size() > most) {
                throw hostile(slot, "is %d bytes long; at most %d are read".formatted(slot.size(), most));
            }
            total += slot.size();
            if (total > limits.totalBytes()) {
                throw Refusal.hostile(file, "would unpack to more than %d bytes".formatted(limits.totalBytes()));
            }
        }

        private SlipwayException hostile(Slot slot, String what) {
            return Refusal.hostile(file, "entry " + slot.name() + " " + what);
        }
    }
}
